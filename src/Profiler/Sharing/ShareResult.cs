using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Sharing;

/// <summary>What one process's share of a run came to.</summary>
/// <param name="Summary">Its own summary, histograms included.</param>
/// <param name="Start">How its load began; null when it did not.</param>
public sealed record ShareResult(RunSummary Summary, RunStart? Start)
{
    /// <summary>What it had in flight; null when no load began.</summary>
    public InFlightChanges? InFlight { get; init; }

    /// <summary>As bytes: one line of JSON, then the first and the last line of its file.</summary>
    /// <param name="redactor">Cleans every text.</param>
    public byte[] ToBytes(Redactor redactor)
    {
        ArgumentNullException.ThrowIfNull(redactor);
        using var bytes = new MemoryStream();
        bytes.Write(JsonSerializer.SerializeToUtf8Bytes(new ShareHead { StartAtMs = Start?.AtMs, StartErrorMs = Start?.ErrorMs, InFlight = InFlight }, ShareContext.Default.ShareHead));
        bytes.WriteByte((byte)'\n');
        using (var lines = new NdjsonWriter(bytes, Summary.Run.Run, redactor, leaveOpen: true))
        {
            lines.Write(RunStartedLine.Of(Summary.Run, options: null), 0);
            lines.Write(SummaryLine.Of(Summary), 0);
            lines.Flush();
        }

        return bytes.ToArray();
    }

    /// <summary>The result that the bytes are of.</summary>
    /// <exception cref="FormatException">They are of none.</exception>
    public static ShareResult Read(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        try
        {
            var head = JsonSerializer.Deserialize(bytes.Span[..Math.Max(0, end)], ShareContext.Default.ShareHead);
            using var lines = new MemoryStream(bytes[(end + 1)..].ToArray());
            var summary = RunReport.Load(lines);
            RunReport.RequireHistograms(summary, "the result");
            if (head?.InFlight is { IsDamaged: true } changes)
                throw new FormatException($"the result is damaged: {changes.Changes?.Count ?? 0} changes in flight, {changes.WidthUs} us apart");
            return new ShareResult(summary, head?.StartAtMs is { } at ? new RunStart(at, head.StartErrorMs) : null) { InFlight = head?.InFlight };
        }
        catch (Exception damaged) when (damaged is JsonException or NdjsonFormatException)
        {
            throw new FormatException($"the result is damaged: {damaged.Message}", damaged);
        }
    }
}
