namespace VllmStream.Simulation;

/// <summary>FNV-1a: a stable 64-bit name for a body. It seeds draws only, so resistance to collisions on purpose is not needed.</summary>
internal static class ContentHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = OffsetBasis;
        foreach (var b in bytes) hash = (hash ^ b) * Prime;
        return hash;
    }
}
