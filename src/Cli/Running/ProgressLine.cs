using System.Globalization;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Cli.Running;

/// <summary>A run's progress as one line of plain text: often on a terminal, seldom in a log.</summary>
internal sealed class ProgressLine(Talk talk, string before = "")
{
    private const double TerminalPeriodMs = 500;
    private const double LogPeriodMs = 5_000;

    private double _nextMs;

    /// <summary>Shows a snapshot when it is time to.</summary>
    internal void Show(RunSnapshot snapshot)
    {
        if (snapshot.ElapsedMs < _nextMs)
            return;
        _nextMs = snapshot.ElapsedMs + (talk.Overwrites ? TerminalPeriodMs : LogPeriodMs);
        talk.Progress(before + Text(snapshot));
    }

    /// <summary>The line.</summary>
    internal static string Text(RunSnapshot snapshot)
    {
        var time = TimeSpan.FromMilliseconds(snapshot.MeasuredMs ?? snapshot.ElapsedMs);
        var phase = Words.Of(snapshot.Phase);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{phase,-8} {(int)time.TotalMinutes:00}:{time.Seconds:00}  in flight {snapshot.InFlight}  ok {snapshot.Ok}  failed {snapshot.Failed}  TTFT p50 {Ms(snapshot.Metrics.TtftMs.P50)}  ITL p50 {Ms(snapshot.Metrics.ItlMs.P50)}  {snapshot.OutputTokensPerSecond ?? 0:0} tok/s");
    }

    private static string Ms(double? value) => value is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms") : "-";
}
