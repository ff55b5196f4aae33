using System.Globalization;
using VllmStream.Profiling.Comparing;
using VllmStream.Simulation;

namespace VllmStream.Bench.Judging;

/// <summary>
/// How often is `compare` wrong? Pairs of runs of one engine, which must not be told apart, and pairs of which one has every TTFT 10 % later,
/// which must be. On a virtual clock, so that nothing but plan and engine differs from run to run.
/// </summary>
internal static class JudgeCommand
{
    private const int EqualPairs = 200;
    private const int SlowedPairs = 100;
    private const double Slowdown = 1.1;

    private static readonly StepOptions Small = SimulatorPreset.All.First(preset => preset.Name == "small-1gpu").Steps;

    private static readonly VirtualLoad[] Loads =
    [
        new("light load, 400 requests", Small, 5, 400),
        new("half load, 1,000 requests", Small, 25, 1_000),
        new("near capacity, 2,000 requests", Small, 55, 2_000),
        new("half load, 100 requests", Small, 25, 100),
    ];

    /// <summary>Runs it and prints its table.</summary>
    public static int Run(string[] args)
    {
        var divisor = args.Contains("--quick") ? 10 : 1;
        Console.WriteLine($"{"",-30} {"seed",-8} {"equal",6} {"told apart",11} | {"slowed",6} {"called worse",13} {"better",7}");
        foreach (var load in Loads)
        {
            foreach (var isOnePlan in (bool[])[true, false])
                Print(load, isOnePlan, EqualPairs / divisor, SlowedPairs / divisor);
        }

        return 0;
    }

    private static void Print(VirtualLoad load, bool isOnePlan, int equal, int slowed)
    {
        var alarms = Enumerable.Range(0, equal).AsParallel().Select(i => Compare(load, isOnePlan, i, 1)).Where(comparison => comparison.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better).ToArray();
        var verdicts = Enumerable.Range(0, slowed).AsParallel().Select(i => Compare(load, isOnePlan, 100_000 + i, Slowdown).Verdict).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Name,-30} {(isOnePlan ? "one" : "two"),-8} {equal,6} {alarms.Length,11} | {slowed,6} {verdicts.Count(verdict => verdict == ComparisonVerdict.Worse),13} {verdicts.Count(verdict => verdict == ComparisonVerdict.Better),7}"));
        foreach (var figure in alarms.SelectMany(alarm => alarm.Figures).Where(figure => figure.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better).GroupBy(figure => $"{figure.Metric} {figure.Statistic}"))
            Console.WriteLine($"{"",-30} {"",-8} {"",6} {figure.Count(),11} by {figure.Key}");
    }

    // The engine of either run has noise of its own; what is asked of it is the same with one seed.
    private static RunComparison Compare(VirtualLoad load, bool isOnePlan, long pair, double slowdown) =>
        RunComparer.Compare(VirtualRun.Play(load, 2 * pair, 2 * pair), VirtualRun.Play(load, isOnePlan ? 2 * pair : 2 * pair + 1, 2 * pair + 1, slowdown), new ComparisonOptions());
}
