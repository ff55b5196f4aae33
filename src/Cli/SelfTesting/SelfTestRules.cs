namespace VllmStream.Cli.SelfTesting;

/// <summary>Who is the limit of a step, and what the self-test says in the end. Pure.</summary>
internal static class SelfTestRules
{
    /// <summary>A first token stamped this late at p99 could be seen in a report.</summary>
    internal const double FirstTokenLagLimitMs = 5;

    /// <summary>Gaps this wrong at p99 could be seen in a report of 20 ms gaps.</summary>
    internal const double GapErrorLimitMs = 1;

    /// <summary>Sends this late at p99 count against any run.</summary>
    internal const double SendLagLimitMs = Profiling.Health.HealthRules.LagFloorMs;

    /// <summary>A simulator that writes, or takes requests, this late at p99, or stays this far under what was asked, is the one that cannot follow.</summary>
    internal const double SimulatorLateLimitMs = 5;

    /// <summary>Share of the asked events that must come.</summary>
    internal const double KeptShare = 0.9;

    /// <summary>Cores that other processes may use before the machine is not this program's to measure.</summary>
    internal const double OtherCoresLimit = 0.5;

    /// <summary>Who could not follow.</summary>
    internal static string? LimitOf(SelfTestStep step)
    {
        if (step.ClientReasons.Count > 0 || IsWrong(step))
            return "client";
        // A simulator that is late makes no error of ours: each event is held against when it was really written.
        return IsSimulatorLate(step) || step.EventsPerS < step.AskedEventsPerS * KeptShare ? "simulator" : null;
    }

    /// <summary>The verdict over the steps, the least load first, each try of a load a step.</summary>
    internal static IReadOnlyList<string> Reasons(IReadOnlyList<SelfTestStep> steps)
    {
        var reasons = new List<string>();
        var others = steps.Max(step => step.OtherCores);
        if (others > OtherCoresLimit)
            reasons.Add($"other processes keep {others:0.0} cores busy: this is not the machine's ceiling");
        reasons.AddRange(steps.Where(IsSentLate).Select(step => $"sends late by {step.SendLagP99Ms:0.0} ms at p99 (limit {SendLagLimitMs:0} ms)"));
        if (steps.Min(step => step.Streams) is { } smallest)
            AddLeast([.. steps.Where(step => step.Streams == smallest)], reasons);
        return reasons;
    }

    // What the smallest load shows is not a matter of how much this machine can take. A try that the simulator spoils is none when another
    // is good; what the client does wrong counts in each.
    private static void AddLeast(SelfTestStep[] tries, List<string> reasons)
    {
        reasons.AddRange(tries.SelectMany(step => step.ClientReasons).Distinct());
        if (tries[^1].Limit == "simulator")
            reasons.Add("the simulator could not keep up with the smallest load");
        if (tries.Any(step => step.Joined == 0))
            reasons.Add("no request could be held against the simulator's log");
        if (tries.Max(step => step.FirstTokenLagP99Ms) is { } lag and > FirstTokenLagLimitMs)
            reasons.Add($"first tokens stamped late by {lag:0.0} ms at p99 (limit {FirstTokenLagLimitMs:0} ms)");
        if (tries.Max(step => step.GapErrorP99Ms) is { } error and > GapErrorLimitMs)
            reasons.Add($"gaps wrong by {error:0.0} ms at p99 (limit {GapErrorLimitMs:0} ms)");
    }

    // Of the open loop's two tokens one ends the answer, and is often read together with the end: its gaps are no measure, its sends are.
    private static bool IsWrong(SelfTestStep step) =>
        step.FirstTokenLagP99Ms > FirstTokenLagLimitMs || step.Joined == 0 || IsSentLate(step) || (step.RatePerS is null && step.GapErrorP99Ms > GapErrorLimitMs);

    private static bool IsSentLate(SelfTestStep step) => step.RatePerS is not null && step.SendLagP99Ms > SendLagLimitMs;

    private static bool IsSimulatorLate(SelfTestStep step) => step.SimulatorLateP99Ms > SimulatorLateLimitMs || step.RequestLateP99Ms > SimulatorLateLimitMs;
}
