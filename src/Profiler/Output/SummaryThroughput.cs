using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Output;

/// <summary>Throughput, goodput, stream shape; then the server.</summary>
internal static class SummaryThroughput
{
    public static void Write(SummaryPage page, RunSummary summary)
    {
        var totals = summary.Totals;
        WriteStretch(page, "output", totals.Steady, "steady");
        WriteStretch(page, "", totals.Whole, "whole run");
        WritePrompts(page, totals);
        if (totals.Goodput is { } goodput)
        {
            page.Facts(
                "slo",
                string.Join(' ', summary.Run.Slo.Select(term => term.Text)),
                $"{Figure.Share(goodput.MetRatio)} of {Figure.Count(goodput.Of)}",
                $"goodput {Figure.Three(goodput.RequestsPerS)} req/s");
        }

        var shape = totals.StreamShape;
        if (shape.Batched + shape.Buffered > 0)
            WriteShape(page, shape);
        WriteSmoothness(page, totals.Smoothness);
        SummaryServer.Write(page, summary);
    }

    private static void WriteStretch(SummaryPage page, string label, ThroughputFigures? figures, string name)
    {
        if (figures is null)
        {
            if (label.Length > 0)
                page.Facts(label, Figure.Absent, "nothing measured");
            return;
        }

        page.Facts(
            label,
            $"{Figure.Three(figures.OutputTokensPerS)} tok/s",
            $"input {Figure.Three(figures.InputTokensPerS)} tok/s",
            $"requests {Figure.Three(figures.RequestsPerS)}/s",
            $"{name} {Figure.Clock(figures.DurationMs)}");
    }

    // Only where there is something to say: a length that came out otherwise, or a cache.
    private static void WritePrompts(SummaryPage page, RunTotals totals)
    {
        var asked = totals.Asked is { } lengths && lengths.AskedTokens != lengths.PromptTokens ? lengths : null;
        var cached = totals is { CachedTokens: > 0 and var tokens, PromptTokens: > 0 and var all } ? (double?)tokens / all : null;
        if (asked is null && cached is null)
            return;
        page.Facts(
            "prompts",
            asked is null ? null : $"asked {Figure.Three((double)asked.AskedTokens / asked.Requests)} tokens, by the server {Figure.Three((double)asked.PromptTokens / asked.Requests)}",
            cached is null ? null : $"from a cache {Figure.Share(cached)}");
    }

    private static void WriteShape(SummaryPage page, StreamShapeFigures shape)
    {
        page.Facts("stream", shape.Verdict, $"{Figure.Count(shape.Streamed)} streamed", $"{Figure.Count(shape.Batched)} batched", $"{Figure.Count(shape.Buffered)} buffered");
        if (shape.BurstEvents is { } events)
            page.Sentence("", $"bursts of {Figure.Three(events)} events, one every {Figure.Three(shape.BurstPeriodMs)} ms");
        if (shape.LikelyCause is { } cause)
            page.Sentence("", $"likely: {cause}");
    }

    // Only where somebody would have noticed.
    private static void WriteSmoothness(SummaryPage page, SmoothnessFigures smooth)
    {
        if (smooth.Stalls > 0)
        {
            page.Facts(
                "stalls",
                $"{Figure.Count(smooth.Stalls)} in {Figure.Count(smooth.StalledRequests)} of {Figure.Count(smooth.Requests)} answers",
                $"longest {Figure.Time(smooth.LongestStallMs!.Value)}",
                $"{Figure.Share(smooth.StalledRatio)} of the time");
        }
        if (smooth.ReadWithoutWait < smooth.Requests)
        {
            page.Facts(
                smooth.Stalls > 0 ? "" : "reader",
                $"at {Figure.Three(smooth.ReadingTokensPerS)} tok/s had to wait in {Figure.Count(smooth.Requests - smooth.ReadWithoutWait)} of {Figure.Count(smooth.Requests)} answers",
                $"{Figure.Time(smooth.ReaderWaitMs / (smooth.Requests - smooth.ReadWithoutWait))} each");
        }
    }
}
