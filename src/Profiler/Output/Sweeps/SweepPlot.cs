using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>Throughput against latency as text: one mark a stage, latency on a logarithmic axis. ASCII.</summary>
internal static class SweepPlot
{
    private const int Width = 62;
    private const int Height = 12;

    // A stage under 100 requests has no p99: with fewer stages than this the median tells more.
    private const int LeastOfTail = 3;

    // Latencies that hardly differ must not fill the plot: it spans a decade at least.
    private static readonly double LeastSpan = Math.Log(10);

    public static IEnumerable<string> Lines(SweepResult result)
    {
        var throughput = new StageThroughput(result.Stages);
        var (label, latency) = AxisOf(result.Stages);
        var points = result.Stages
            .Where(stage => stage.Verdict is not StageVerdict.Interrupted && throughput.Of(stage) > 0 && latency(stage) > 0)
            .Select(stage => (X: throughput.Of(stage)!.Value, Y: latency(stage)!.Value, Mark: MarkOf(stage)))
            .ToArray();
        if (points.Length < 2)
            yield break;
        var most = points.Max(point => point.X);
        var (low, high) = (Math.Log(points.Min(point => point.Y)), Math.Log(points.Max(point => point.Y)));
        high = Math.Max(high, low + LeastSpan);
        var cells = new char[Height, Width];
        foreach (var (x, y, mark) in points)
        {
            var column = (int)Math.Round(x / most * (Width - 1));
            var row = (int)Math.Round((high - Math.Log(y)) / (high - low) * (Height - 1));
            // What broke is seen where both fall on one cell.
            if (cells[row, column] is '\0' or '*')
                cells[row, column] = mark;
        }

        yield return $"{label}, logarithmic      * kept   x broken   ? client was the limit";
        for (var row = 0; row < Height; row++)
        {
            var value = row is 0 or Height / 2 or Height - 1 ? Figure.Three(Math.Exp(high - (high - low) * row / (Height - 1))) : "";
            yield return $"{value,9} |{string.Concat(Enumerable.Range(0, Width).Select(column => cells[row, column] is '\0' ? ' ' : cells[row, column]))}".TrimEnd();
        }
        yield return $"{"",9} +{new string('-', Width)}";
        var unit = $"{Figure.Three(most)} {throughput.Unit}";
        yield return $"{"",9}  0{unit.PadLeft(Width - 1)}";
    }

    private static (string Label, Func<SweepStage, double?> Latency) AxisOf(IReadOnlyList<SweepStage> stages)
    {
        if (stages.Count(stage => stage.TtftP99Ms is not null) >= Math.Min(LeastOfTail, stages.Count))
            return ("TTFT p99 ms", stage => stage.TtftP99Ms);
        return stages.Any(stage => stage.TtftP50Ms is not null)
            ? ("TTFT p50 ms", stage => stage.TtftP50Ms)
            : ("E2E p50 ms", stage => stage.E2eP50Ms);
    }

    private static char MarkOf(SweepStage stage) => stage.Verdict switch
    {
        StageVerdict.Kept => '*',
        StageVerdict.Broken => 'x',
        _ => '?',
    };
}
