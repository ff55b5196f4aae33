using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>What the agents of one run see of the same server, held against each other.</summary>
internal static class AgentRules
{
    // Each side needs its p99, and a spread that can be judged.
    private const int LeastRequests = 100;

    private const double AgentRatio = 1.25;
    private const double RegionRatio = 1.1;
    private const double LeastTtftMs = 10;
    private const double LeastItlMs = 2;

    // Of a thousand agents the one that chance favours least is 3.3 standard errors away.
    private const double LeastErrors = 4;

    // A normal distribution: its p99 lies so many standard deviations above its median, and the median of n values strays by so many of them over the root of n.
    private const double SpreadsToP99 = 2.33;
    private const double ErrorOfMedian = 1.25;

    private static readonly Figure Ttft = new("TTFT", "ttft", LeastTtftMs, agent => agent.TtftP50Ms, agent => agent.TtftP99Ms);
    private static readonly Figure Itl = new("ITL", "itl", LeastItlMs, agent => agent.ItlP50Ms, agent => agent.ItlP99Ms);

    /// <summary>An agent sees other latencies than the others of its region.</summary>
    public static FindingRule AgentSkew { get; } = new("agent_skew", "an agent's TTFT p50 is a quarter and 10 ms (ITL: 2 ms) above, or below, that of its region's median agent, and p99 has moved with it: by 100 requests on either side, and four times what chance does to medians of so many", summary =>
    {
        if (summary.Agents.Count < 2)
            return null;
        Outlier[] found = [.. Comparable(summary.Agents).GroupBy(agent => agent.Region, StringComparer.Ordinal).SelectMany(region => Outliers(region, Ttft).Concat(Outliers(region, Itl)))];
        if (found.Length == 0)
            return null;
        var worst = found.MaxBy(one => one.Ratio)!;
        var (agent, of) = (worst.Agent, worst.Figure);
        var others = found.Select(one => one.Agent.Share).Distinct().Count() - 1;
        var more = others == 0 ? "" : others == 1 ? "; one more agent is like that" : $"; {others} more agents are like that";
        return Evidence.Of("warning", "agent_skew", $"agent {agent.Name} (share {agent.Share}) sees {of.Name} p50 {worst.Seen.P50:0.#} ms, the median agent of {(agent.Region.Length > 0 ? $"its region {agent.Region}" : "the run")} {worst.Usual.P50:0.#} ms: that is its machine or its path, not the server{more}",
            worst.Seen.P50 > worst.Usual.P50 ? "vllmstream selftest on that machine; its route to the server; what else runs there" : "what answers it: another replica behind the same name, or a cache on its way",
            ("share", agent.Share), ($"{of.Key}_p50_ms", worst.Seen.P50), ($"{of.Key}_p99_ms", worst.Seen.P99), ($"usual_{of.Key}_p50_ms", worst.Usual.P50), ($"usual_{of.Key}_p99_ms", worst.Usual.P99),
            ("requests", worst.Seen.Requests), ("usual_requests", worst.Usual.Requests), ("agents_like_that", others + 1));
    });

    /// <summary>Regions see other latencies than each other.</summary>
    public static FindingRule RegionSkew { get; } = new("region_skew", "a region's TTFT p50 is a tenth and 10 ms above that of the nearest one, and p99 has moved with it: by 100 requests in either, and four times what chance does to medians of so many", summary =>
    {
        if (summary.Agents.Count < 2)
            return null;
        var regions = summary.Regions.Select(region => (Region: region, Seen: Seen.Of(region.TtftP50Ms, region.TtftP99Ms, region.Ok))).Where(one => one.Seen is not null).OrderBy(one => one.Seen!.P50).ToArray();
        if (regions is not [{ Seen: { } nearest, Region: var near }, .., { Seen: { } farthest, Region: var far }] || !IsAbove(farthest, nearest, RegionRatio, LeastTtftMs))
            return null;
        // What is far away gets its first token later, and the others as close to each other as anyone.
        var isAlsoSlower = near.ItlP50Ms is > 0 and var usual && far.ItlP50Ms > AgentRatio * usual && far.ItlP50Ms > usual + LeastItlMs;
        var itl = far.ItlP50Ms is null || near.ItlP50Ms is null ? "" : $" (ITL p50 {far.ItlP50Ms:0.#} and {near.ItlP50Ms:0.#} ms)";
        var cause = isAlsoSlower ? $"and distance alone does not make tokens slower too{itl}" : $"as distance makes it{itl}";
        return Evidence.Of("info", "region_skew", $"TTFT p50 is {farthest.P50:0.#} ms from {NameOf(far)} and {nearest.P50:0.#} ms from {NameOf(near)}: {farthest.P50 - nearest.P50:0.#} ms more, {cause}",
            "read the regions apart: the percentiles of the whole run mix them by their shares",
            ("far_ttft_p50_ms", farthest.P50), ("near_ttft_p50_ms", nearest.P50), ("difference_ms", farthest.P50 - nearest.P50), ("far_itl_p50_ms", far.ItlP50Ms), ("near_itl_p50_ms", near.ItlP50Ms),
            ("far_requests", far.Ok), ("near_requests", near.Ok), ("regions", summary.Regions.Count));
    });

    // A lost share has no figures, and one that ended before the others saw another part of the run.
    private static IEnumerable<AgentFigures> Comparable(IReadOnlyList<AgentFigures> agents)
    {
        var interrupted = VerdictText.Of(Verdict.Interrupted);
        var some = agents.Where(agent => !agent.IsLost).ToArray();
        return some.All(agent => agent.Verdict == interrupted) ? some : some.Where(agent => agent.Verdict != interrupted);
    }

    // Those that are slower; only where there is none, those that are faster than most.
    private static IEnumerable<Outlier> Outliers(IEnumerable<AgentFigures> region, Figure figure)
    {
        var agents = region.Select(agent => (Agent: agent, Seen: Seen.Of(figure.P50(agent), figure.P99(agent), agent.Ok ?? 0))).Where(one => one.Seen is not null).OrderBy(one => one.Seen!.P50).ToArray();
        if (agents.Length < 2)
            return [];
        // careful: of an even number the lower median for those above and the upper one for those below, so that of two the slower is named, and no agent is the measure of itself.
        var (low, high) = (agents[(agents.Length - 1) / 2].Seen!, agents[agents.Length / 2].Seen!);
        Outlier[] above = [.. agents.Where(one => IsAbove(one.Seen!, low, AgentRatio, figure.LeastMs)).Select(one => new Outlier(one.Agent, figure, one.Seen!, low))];
        return above.Length > 0 ? above : agents.Where(one => IsAbove(high, one.Seen!, AgentRatio, figure.LeastMs)).Select(one => new Outlier(one.Agent, figure, one.Seen!, high));
    }

    private static bool IsAbove(Seen slow, Seen usual, double ratio, double leastMs)
    {
        var difference = slow.P50 - usual.P50;
        if (difference < leastMs || slow.P50 < ratio * usual.P50)
            return false;
        // A machine or a path holds every request up. Where the middle alone has moved, it lies between two kinds of request, and the mix decides on which side.
        if (slow.P99 - usual.P99 < difference / 2)
            return false;
        return Math.Log(slow.P50 / usual.P50) > LeastErrors * Math.Sqrt(slow.LogVariance + usual.LogVariance);
    }

    private static string NameOf(RegionFigures region) => region.Name.Length > 0 ? region.Name : "agents in no region";

    // What somebody sees. The logarithms of latencies are nearer to a normal distribution than they are.
    private sealed record Seen(double P50, double P99, long Requests)
    {
        public double LogVariance
        {
            get
            {
                var error = ErrorOfMedian * Math.Log(P99 / P50) / SpreadsToP99;
                return error * error / Requests;
            }
        }

        public static Seen? Of(double? p50, double? p99, long requests) => p50 is > 0 and var middle && p99 is { } tail && tail >= middle && requests >= LeastRequests ? new Seen(middle, tail, requests) : null;
    }

    private sealed record Figure(string Name, string Key, double LeastMs, Func<AgentFigures, double?> P50, Func<AgentFigures, double?> P99);

    private sealed record Outlier(AgentFigures Agent, Figure Figure, Seen Seen, Seen Usual)
    {
        public double Ratio => Math.Max(Seen.P50, Usual.P50) / Math.Min(Seen.P50, Usual.P50);
    }
}
