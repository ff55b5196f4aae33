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
            var report = JsonSerializer.Deserialize(bytes, ShareContext.Default.ShareReport) ?? throw new FormatException("a report is null");
            return IsWhole(report) ? report : throw new FormatException("a report lacks what it must have, or has a group twice");
        }
        catch (JsonException damaged)
        {
            throw new FormatException($"a report is damaged: {damaged.Message}", damaged);
        }
    }

    // Whoever sends it is another process, and the serialiser lets null pass.
    private static bool IsWhole(ShareReport report) =>
        report is { Groups: not null, InvalidReasons: not null }
        && report.Groups.All(static group => group is { Name: not null, Failures: not null, Smoothness: not null, Histograms: not null, Metrics: not null } && group.Failures.All(static failure => failure is { Outcome: not null }) && IsWhole(group.Metrics))
        && report.Groups.DistinctBy(static group => group.Name, StringComparer.Ordinal).Count() == report.Groups.Count;

    private static bool IsWhole(Metrics.MetricBlocks blocks) =>
        blocks is { TtftMs: not null, TtfcMs: not null, ItlMs: not null, TpotMs: not null, E2eMs: not null, WaitMs: not null, TokensPerS: not null, TtftFromScheduleMs: not null, E2eFromScheduleMs: not null };
}
