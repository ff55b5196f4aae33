using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Pairs;

namespace VllmStream.Profiling.Output;

/// <summary>Streamed against not streamed: a row for each figure, then what they say.</summary>
internal static class PairTable
{
    private const double SecondsFromMs = 1_000;

    // Milliseconds are kept longer than elsewhere: a difference of a few must not drown in seconds.
    private const double AlwaysSecondsFromMs = 10_000;
    private const double LargeDifferenceMs = 100;

    public static void Write(SummaryPage page, PairFigures pairs)
    {
        page.Line(Row("pairs", "", "A stream", "B nonstream", "A - B", "95% interval"));
        WriteE2e(page, pairs);
        var (stream, nonstream) = (pairs.Stream, pairs.Nonstream);
        var seconds = Math.Max(stream.FirstTextP50Ms ?? 0, nonstream.FirstTextP50Ms ?? 0) >= 100 * SecondsFromMs;
        string Text(double? ms) => Figure.Three(seconds ? ms / 1_000 : ms);
        page.Line(Row("first text", seconds ? "s" : "ms", Text(stream.FirstTextP50Ms), Text(nonstream.FirstTextP50Ms), Figure.Difference(seconds ? pairs.FirstTextDifferenceMs / 1_000 : pairs.FirstTextDifferenceMs), Earlier(stream, nonstream)));
        WriteMeans(page, "tokens", "mean", stream.TokensPerAnswer, nonstream.TokensPerAnswer);
        WriteMeans(page, "bytes", "/token", stream.BytesPerToken, nonstream.BytesPerToken);
        page.Line(Row("failed", "", Figure.Share(stream.FailedRatio), Figure.Share(nonstream.FailedRatio), "", ""));
        WriteNotes(page, pairs);
    }

    private static void WriteE2e(SummaryPage page, PairFigures pairs)
    {
        var (stream, nonstream) = (pairs.Stream, pairs.Nonstream);
        var longest = Math.Max(stream.E2eP50Ms ?? 0, nonstream.E2eP50Ms ?? 0);
        var unit = longest >= AlwaysSecondsFromMs || (longest >= SecondsFromMs && Math.Abs(pairs.E2eDifferenceMs.Value ?? 0) >= LargeDifferenceMs) ? SecondsFromMs : 1;
        WriteRow("E2E", stream.E2eP50Ms, nonstream.E2eP50Ms, pairs.E2eDifferenceMs);
        WriteRow("E2E p99", stream.E2eP99Ms, nonstream.E2eP99Ms, pairs.E2eP99DifferenceMs);

        void WriteRow(string label, double? a, double? b, PairDifference difference) => page.Line(Row(
            label,
            unit > 1 ? "s" : "ms",
            Figure.Three(a / unit),
            Figure.Three(b / unit),
            Figure.Difference(difference.Value / unit),
            difference.Low is { } low ? $"{Figure.Difference(low / unit)} .. {Figure.Difference(difference.High / unit)}" : Figure.Absent));
    }

    private static void WriteMeans(SummaryPage page, string label, string unit, double? a, double? b) =>
        page.Line(Row(label, unit, Figure.Three(a), Figure.Three(b), Figure.Difference(a - b), ""));

    private static void WriteNotes(SummaryPage page, PairFigures pairs)
    {
        var why = pairs.Incomplete;
        (long Count, string Word)[] reasons =
        [
            (why.StreamFailed, "stream failed"), (why.NonstreamFailed, "nonstream failed"), (why.BothFailed, "both failed"),
            (why.NotStreamed, "not streamed"), (why.Retried, "retried"), (why.HalfSent, "half sent"),
        ];
        page.Facts(
            "",
            $"{Figure.Count(pairs.Complete)} whole pairs{(pairs.Kept > 0 && pairs.Kept < pairs.Complete ? $", of which {Figure.Count(pairs.Kept)} drawn" : "")}",
            pairs.Lengths.Known > 0 ? $"equally long {Figure.Count(pairs.Lengths.Equal)} of {Figure.Count(pairs.Lengths.Known)}" : null,
            why.Sum > 0 ? $"not whole {string.Join(", ", reasons.Where(reason => reason.Count > 0).Select(reason => $"{Figure.Count(reason.Count)} {reason.Word}"))}" : null);
        page.Sentence("", pairs.Verdict);
    }

    private static string Earlier(PairSide stream, PairSide nonstream) =>
        stream.FirstTextP50Ms > 0 && nonstream.FirstTextP50Ms / stream.FirstTextP50Ms is >= 1.5 and var times ? $"{Figure.Three(times)}x earlier" : "";

    private static string Row(string label, string unit, string a, string b, string difference, string interval) =>
        $"{label,-12}{unit,-7}{a,12}{b,13}{difference,12}{interval,24}";
}
