using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>What can be held against what: the run on the screen, its modes, its groups, and a run of before.</summary>
internal static class Comparison
{
    private const string ThisRun = "this run";

    /// <summary>Everything that can be a side.</summary>
    public static IReadOnlyList<ComparisonSide> SidesOf(ScreenModel model)
    {
        var snapshot = model.Snapshot;
        return
        [
            new ComparisonSide(ThisRun, snapshot.Metrics, snapshot.Bars, snapshot.Measured, snapshot.Failures.Sum(failure => failure.Count)),
            .. snapshot.Modes.Select(ComparisonSide.Of),
            .. snapshot.Groups.Count > 1 ? snapshot.Groups.Select(ComparisonSide.Of) : [],
            .. model.Data.Other?.Sides ?? [],
        ];
    }

    /// <summary>The sides that are chosen; by default this run and the one of before, else the first two groups; null where there is only one.</summary>
    public static (ComparisonSide A, ComparisonSide B)? Chosen(ScreenModel model)
    {
        var sides = SidesOf(model);
        if (sides.Count < 2)
            return null;
        var state = model.State;
        var hasOther = model.Data.Other is not null;
        var a = sides.FirstOrDefault(side => side.Name == state.SideA) ?? sides[hasOther || sides.Count == 2 ? 0 : 1];
        var b = sides.FirstOrDefault(side => side.Name == state.SideB) ?? (hasOther ? sides.First(side => side.Name == model.Data.Other!.Sides[0].Name) : sides[sides.Count == 2 ? 1 : 2]);
        return (a, b);
    }

    /// <summary>True as long as pairs are what is compared: nobody has chosen sides.</summary>
    public static bool IsOfPairs(ScreenModel model) => PairsOf(model) is not null && model.State is { SideA: null, SideB: null } && model.Data.Other is null;

    /// <summary>The pairs of the run; null when its requests are none.</summary>
    public static Profiling.Metrics.Pairs.PairFigures? PairsOf(ScreenModel model) => model.Data.Summary?.Pairs ?? model.Snapshot.Pairs;

    /// <summary>The side after a chosen one, in a circle.</summary>
    public static string? Next(ScreenModel model, bool isA)
    {
        if (Chosen(model) is not { } chosen)
            return null;
        var sides = SidesOf(model).ToList();
        var at = sides.FindIndex(side => side.Name == (isA ? chosen.A : chosen.B).Name);
        return sides[(at + 1) % sides.Count].Name;
    }

    /// <summary>In what two runs differ besides their figures; empty when in nothing that is known.</summary>
    public static IReadOnlyList<string> DifferencesOf(RunDescription a, RunDescription b)
    {
        var differences = new List<string>();
        Add("model", a.Model ?? "unknown", b.Model ?? "unknown");
        Add("target", a.Target, b.Target);
        Add("server", $"{a.ServerName} {a.ServerVersion}".Trim(), $"{b.ServerName} {b.ServerVersion}".Trim());
        Add("load", Profiling.Output.LoadText.Of(a.Load with { Seed = null }), Profiling.Output.LoadText.Of(b.Load with { Seed = null }));
        Add("mode", a.Mode, b.Mode);
        Add("scenario", a.Scenario ?? "none", b.Scenario ?? "none");
        return differences;

        void Add(string what, string one, string other)
        {
            if (!string.Equals(one, other, StringComparison.Ordinal))
                differences.Add($"{what}: {one}  against  {other}");
        }
    }
}
