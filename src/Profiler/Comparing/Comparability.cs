using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>What besides the server's speed differs between two sides. Pure.</summary>
internal static class Comparability
{
    // Answers of another length make other times; under this it is chance.
    private const double NoticeableLength = 0.05;

    // What changes nothing of what is measured, or differs in every run.
    private static readonly HashSet<string> Immaterial = new(StringComparer.Ordinal)
    {
        "seed", "api_key", "wait", "probe", "record", "gpu", "metrics", "drain", "cacert", "cert", "key", "proxy_source",
    };

    // What is not asked of a server but is its own. Prompts have another length where another model counts them.
    private static readonly HashSet<string> OfServer = new(StringComparer.Ordinal) { "tool", "target", "model", "server", "token source", "prompt tokens", "tokens per answer" };

    /// <summary>Each with both sides of it; empty for two sides of one run.</summary>
    public static IEnumerable<RunDifference> DifferencesOf(RunSamples a, RunSamples b)
    {
        if (IsSameRun(a, b))
            yield break;
        var (runA, runB) = (a.Summary.Run, b.Summary.Run);
        (string What, string? A, string? B)[] facts =
        [
            ("tool", runA.Tool, runB.Tool),
            ("target", runA.Target, runB.Target),
            ("model", runA.Model, runB.Model),
            ("server", Server(runA), Server(runB)),
            ("seed", Seeds(a), Seeds(b)),
            ("load", LoadText.Of(runA.Load with { Seed = null }), LoadText.Of(runB.Load with { Seed = null })),
            ("groups", string.Join(", ", runA.Groups), string.Join(", ", runB.Groups)),
        ];
        foreach (var (what, valueA, valueB) in facts.Where(fact => fact.A != fact.B))
            yield return new RunDifference(what, valueA, valueB);
        // Two that are each counted in several ways differ, though the same words stand on both sides.
        if ((a.TokenSources.Count > 0 || b.TokenSources.Count > 0) && !IsSameTokenSource(a, b))
            yield return new RunDifference("token source", TokenSources(a), TokenSources(b));
        foreach (var name in a.Options.Keys.Union(b.Options.Keys, StringComparer.Ordinal).Where(name => !Immaterial.Contains(name) && !IsOfLoad(name)))
        {
            var (valueA, valueB) = (a.Options.GetValueOrDefault(name), b.Options.GetValueOrDefault(name));
            if (valueA != valueB)
                yield return new RunDifference(name, valueA, valueB);
        }

        if (LengthDiffers(a.Summary.Totals.PromptTokens, a, b.Summary.Totals.PromptTokens, b) is { } prompts)
            yield return new RunDifference("prompt tokens", prompts.A, prompts.B);
        if (LengthDiffers(a.Summary.Totals.OutputTokens, a, b.Summary.Totals.OutputTokens, b) is { } answers)
            yield return new RunDifference("tokens per answer", answers.A, answers.B);
    }

    /// <summary>True where both were sent the same requests at the same places of one plan: nothing but the other side differs.</summary>
    public static bool IsSameTraffic(RunSamples a, RunSamples b, IEnumerable<RunDifference> differences) =>
        IsSameRun(a, b) || (a.Seeds.All(seed => seed is not null) && differences.All(difference => OfServer.Contains(difference.What)));

    /// <summary>True where one source counted the tokens of both. Nobody on either side is no source.</summary>
    public static bool IsSameTokenSource(RunSamples a, RunSamples b) => a.TokenSources is [var ofA] && b.TokenSources is [var ofB] && ofA == ofB;

    /// <summary>True where both were asked for the same.</summary>
    public static bool IsSameKind(RunSamples a, RunSamples b) => !a.IsPart && !b.IsPart && a.Summary.Run.Mode == b.Summary.Run.Mode;

    /// <summary>Why no verdict may rest on the two.</summary>
    public static IEnumerable<string> ObjectionsTo(RunSamples a, RunSamples b)
    {
        foreach (var (side, letter) in ((RunSamples, string)[])[(a, "a"), (b, "b")])
        {
            if (side.Summary.Judgement.Verdict is Verdict.NotValid or Verdict.Failed)
                yield return $"{letter} is {VerdictText.Of(side.Summary.Judgement.Verdict)}{(side.Summary.Judgement.Reason is { } reason ? $": {reason}" : "")}";
        }

        foreach (var objection in a.Objections.Concat(b.Objections))
            yield return objection;
        foreach (var (key, formula) in a.Definitions)
        {
            if (b.Definitions.TryGetValue(key, out var other) && other != formula)
                yield return $"{key} is defined otherwise: \"{formula}\" in a, \"{other}\" in b";
        }
    }

    // The sentence of the load says these.
    private static bool IsOfLoad(string option) => option is "concurrency" or "users" or "spawn_rate" or "think" or "stages" or "stages_of" or "trace" or "speed" or "cancel" or "rate" or "arrival" or "max_concurrency";

    /// <summary>True for two sides of one run.</summary>
    public static bool IsSameRun(RunSamples a, RunSamples b) => a.Summary.Run.Run == b.Summary.Run.Run && a.Summary.Run.StartedAt == b.Summary.Run.StartedAt;

    private static string? Seeds(RunSamples side) => side.Seeds is [null] ? null : string.Join(", ", side.Seeds);

    private static string? TokenSources(RunSamples side) => side.TokenSources.Count == 0 ? null : string.Join(" or ", side.TokenSources);

    private static string? Server(RunDescription run) => run.ServerName is null ? null : $"{run.ServerName} {run.ServerVersion}".TrimEnd();

    private static (string A, string B)? LengthDiffers(long? sumA, RunSamples a, long? sumB, RunSamples b)
    {
        if (sumA is not { } totalA || sumB is not { } totalB || a.Summary.Totals.Ok == 0 || b.Summary.Totals.Ok == 0)
            return null;
        var (meanA, meanB) = ((double)totalA / a.Summary.Totals.Ok, (double)totalB / b.Summary.Totals.Ok);
        return Math.Abs(meanA - meanB) > NoticeableLength * Math.Max(meanA, meanB) ? (Figure.Three(meanA), Figure.Three(meanB)) : null;
    }
}
