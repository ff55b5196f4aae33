using System.Text.Json;

namespace VllmStream.Profiling.Sharing;

/// <summary>A report as bytes and back.</summary>
public static class ShareBytes
{
    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Of(ShareReport report) => JsonSerializer.SerializeToUtf8Bytes(report, ShareContext.Default.ShareReport);

    /// <summary>The report that the bytes are of.</summary>
    /// <exception cref="FormatException">They are of none.</exception>
    public static ShareReport Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ShareContext.Default.ShareReport) ?? throw new FormatException("a report is null");
        }
        catch (JsonException damaged)
        {
            throw new FormatException($"a report is damaged: {damaged.Message}", damaged);
        }
    }
}
