using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Foreign;

namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>What besides the server's speed differs between two sides of which another tool measured one at least, and what a reader must know of their files. Pure.</summary>
internal static class ForeignComparability
{
    // Answers of another length make other times; under this it is chance.
    private const double NoticeableLength = 0.05;

    private static readonly MetricId[] Compared = [MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.TokensPerSecond];

    /// <summary>Each with both sides of it, or as a note.</summary>
    public static IEnumerable<RunDifference> Of(ForeignSide a, ForeignSide b)
    {
        (string What, string? A, string? B)[] facts =
        [
            ("tool", a.Ours?.Run.Tool ?? a.Tool, b.Ours?.Run.Tool ?? b.Tool),
            ("model", a.Run.Model ?? b.Run.Model, b.Run.Model ?? a.Run.Model),
            ("load", a.Load ?? b.Load, b.Load ?? a.Load),
        ];
        foreach (var (what, valueA, valueB) in facts.Where(fact => fact.A != fact.B))
            yield return new RunDifference(what, valueA, valueB);
        foreach (var (what, meanA, meanB) in ((string, double?, double?)[])[("prompt tokens", a.Run.PromptTokensMean, b.Run.PromptTokensMean), ("tokens per answer", a.Run.OutputTokensMean, b.Run.OutputTokensMean)])
        {
            if (meanA is { } one && meanB is { } other && Math.Abs(one - other) > NoticeableLength * Math.Max(one, other))
                yield return new RunDifference(what, Figure.Three(one), Figure.Three(other));
        }

        foreach (var line in DefinitionsOf(a, b))
            yield return line;
        foreach (var (side, letter) in ((ForeignSide, string)[])[(a, "a"), (b, "b")])
        {
            foreach (var note in NotesOf(side))
                yield return new RunDifference(letter, null, null, note);
        }
    }

    // One line for each metric that is not ours.
    private static IEnumerable<RunDifference> DefinitionsOf(ForeignSide a, ForeignSide b)
    {
        foreach (var metric in Compared.Where(metric => a.Run.Metrics.ContainsKey(metric) || b.Run.Metrics.ContainsKey(metric)))
        {
            var (name, ofA, ofB) = (MetricTable.Of(metric).Label, ToolDefinitions.Find(a.Run.Tool, metric), ToolDefinitions.Find(b.Run.Tool, metric));
            if (a.Run.Tool != b.Run.Tool && ofA?.Text != ofB?.Text)
                yield return new RunDifference(name, null, null, $"defined otherwise, so not compared: {Told(ofA, a.Run.Tool)}; {Told(ofB, b.Run.Tool)}");
            else if (ofA is not null && (a.Ours is null) != (b.Ours is null))
                yield return new RunDifference(name, null, null, $"told on both sides as {ToolDefinitions.NameOf(a.Run.Tool)} defines {ofA.Theirs}: {ofA.Text}");
        }
    }

    private static IEnumerable<string> NotesOf(ForeignSide side)
    {
        if (side.Ours is not null)
            yield break;
        yield return "its file does not say: target, server, options, groups, who counted tokens, and whether the client kept up";
        var summed = Compared.Where(metric => side.Run.Metrics.GetValueOrDefault(metric) is { Samples: null }).Select(metric => MetricTable.Of(metric).Label).ToArray();
        if (summed.Length > 0)
            yield return $"its file has statistics only of {string.Join(", ", summed)}, so no interval and no verdict rests on them{(side.Run.Tool == ForeignTool.Vllm ? " (vllm bench serve --save-detailed writes every request)" : "")}";
        if (side.HasRequests && !side.HasTimes)
            yield return "its file does not say when requests began: they are taken as independent of each other (plain bootstrap), and where neighbours are alike an interval is too narrow";
    }

    private static string Told(MetricDifference? definition, ForeignTool tool) => $"{ToolDefinitions.NameOf(tool)}'s {(definition is null ? "is ours" : $"{definition.Theirs} {definition.Text}")}";
}
