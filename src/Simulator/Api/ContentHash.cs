namespace VllmStream.Simulation;

/// <summary>FNV-1a: a stable 64-bit name for what a request contains. It seeds draws only, so collisions on purpose do no harm.</summary>
internal static class ContentHash
{
    /// <summary>The hash of nothing.</summary>
    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) hash = (hash ^ b) * Prime;
        return hash;
    }
}
