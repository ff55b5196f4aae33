using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>The stages of a sweep as a table of 80 columns, from the lowest load up.</summary>
internal static class SweepTable
{
    public static IEnumerable<string> Lines(SweepResult result)
    {
        yield return $"{SweepWords.Unit(result.Sweep.Load),9}  req/s  tok/s TTFT p50    p99 E2E p50 in fl. good   95 %";
        yield return $"{"",9}   done   done       ms     ms      ms    p50    %";
        foreach (var stage in result.Stages.OrderBy(stage => stage.Level).ThenBy(stage => stage.Number))
            yield return Line(stage);
    }

    private static string Line(SweepStage stage) => string.Join(' ', [
        $"{SweepWords.Number(stage.Level),9}",
        $"{Figure.Three(stage.RequestsPerS),6}",
        $"{Figure.Three(stage.OutputTokensPerS),6}",
        $"{Figure.Three(stage.TtftP50Ms),8}",
        $"{Figure.Three(stage.TtftP99Ms),6}",
        $"{Figure.Three(stage.E2eP50Ms),7}",
        $"{(stage.InFlightP50 is { } inFlight ? $"{inFlight}" : Figure.Absent),6}",
        $"{Interval(stage),-12}",
        $"{SweepWords.Verdict(stage)}"]);

    // In whole percents, the interval rounded outwards: 99 97..100.
    private static string Interval(SweepStage stage) => stage is { MetRatio: { } met, MetLowRatio: { } low, MetHighRatio: { } high }
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{met * 100,4:0} {Math.Floor(low * 100):0}..{Math.Ceiling(high * 100):0}")
        : "   -";
}
