namespace VllmStream.Profiling.Health;

/// <summary>When a run is not valid because of this client. Pure.</summary>
public static class HealthRules
{
    /// <summary>A lag below this is never held against a run: it is what a shared two-core machine does now and then.</summary>
    public const double LagFloorMs = 5;

    /// <summary>A lag below this part of the median TTFT is too small to change what a reader concludes.</summary>
    public const double LagShareOfTtft = 0.05;

    /// <summary>The kernel's stamps speak for a run when all but this share of its reads have one; so for events with a stamp of their own, and for answers that never found their socket full.</summary>
    public const double StampTolerance = 0.01;

    /// <summary>How read lag is measured where the kernel stamps arrivals.</summary>
    public const string KernelSource = "kernel";

    /// <summary>Above this share of all cores, time stamps and sends wait for each other.</summary>
    public const double CpuLimit = 0.9;

    /// <summary>The plan counts as kept when all but this share of the due requests were sent.</summary>
    public const double PlanTolerance = 0.01;

    /// <summary>The reasons why the numbers must not be trusted; none = client OK.</summary>
    public static IReadOnlyList<string> Judge(ClientHealthReport report, double? ttftP50Ms, PlanKept? plan)
    {
        var reasons = new List<string>();
        var limit = Math.Max(LagFloorMs, LagShareOfTtft * (ttftP50Ms ?? 0));
        if (Late("sends", report.SendLagP99Ms, report.SendLagP50Ms, limit) is { } sends)
            reasons.Add(sends);
        if (report.ReadLagSource == KernelSource)
            AddStampReasons(report, limit, reasons);
        else if (Late("reads", report.ReadLagP99Ms, report.ReadLagP50Ms, limit) is { } reads)
            reasons.Add(reads);
        if (report.CpuRatio > CpuLimit)
            reasons.Add($"client saturated: {report.CpuRatio:P0} of {report.Cores} cores used");
        if (plan is not null && plan.Due - plan.HeldByCap - plan.Sent > Math.Max(1, plan.Due * PlanTolerance))
            reasons.Add($"plan not kept: {plan.Sent} of {plan.Due} due requests sent");
        return reasons;
    }

    // A late read does not change when the kernel saw the bytes; but it does where the kernel was not asked in time.
    private static void AddStampReasons(ClientHealthReport report, double limitMs, List<string> reasons)
    {
        if (report.UnstampedRatio > StampTolerance && Late("reads", report.ReadLagP99Ms, report.ReadLagP50Ms, limitMs) is { } late)
            reasons.Add($"{late}, and {report.UnstampedRatio:P1} of them have no kernel stamp");
        var latest = Math.Max(report.ReadLagP99Ms ?? 0, report.LoopPassP99Ms ?? 0);
        if (report.SmearedRatio > StampTolerance && latest > limitMs)
            reasons.Add($"client saturated: reads late by {latest:0.0} ms at p99 merged tokens, {report.SmearedRatio:P1} share the arrival time of a later one");
        if (report.FilledRatio > StampTolerance)
            reasons.Add($"client saturated: socket buffers were full during {report.FilledRatio:P1} of answers, so the server had to wait for this client");
    }

    // Where there are too few samples for a tail, the median has to be late.
    private static string? Late(string what, double? p99Ms, double? p50Ms, double limitMs)
    {
        var (lagMs, at) = p99Ms is null ? (p50Ms, "p50") : (p99Ms, "p99");
        return lagMs > limitMs ? $"client saturated: {what} late by {lagMs:0.0} ms at {at} (limit {limitMs:0.0} ms)" : null;
    }
}
