using VllmStream.Tui.State;

namespace VllmStream.Tui.Agents;

/// <summary>What agents do together: counts and rates add up, percentiles do not and are not here. A figure that nobody knows is null.</summary>
/// <param name="Name">The region, or all.</param>
/// <param name="Agents">Those that are heard; lost ones are in no sum.</param>
/// <param name="Sent">Requests sent.</param>
/// <param name="InFlight">In flight now.</param>
/// <param name="Ok">Ended well.</param>
/// <param name="Failed">Ended otherwise.</param>
/// <param name="RequestsPerS">Requests per second.</param>
/// <param name="OutputTokensPerS">Output tokens per second.</param>
internal sealed record AgentSum(string Name, int Agents, long? Sent, long? InFlight, long? Ok, long? Failed, double? RequestsPerS, double? OutputTokensPerS)
{
    /// <summary>A sum.</summary>
    public static AgentSum Of(string name, IEnumerable<AgentRow> rows)
    {
        AgentRow[] heard = [.. rows.Where(row => row.Standing != AgentStanding.Lost)];
        return new AgentSum(
            name, heard.Length, Sum(heard, row => row.Sent), Sum(heard, row => row.InFlight), Sum(heard, row => row.Ok), Sum(heard, row => row.Failed), Sum(heard, row => row.RequestsPerS), Sum(heard, row => row.OutputTokensPerS));
    }

    /// <summary>One for each region by name, where there is one, and behind them that of all agents.</summary>
    public static IReadOnlyList<AgentSum> ByRegion(IReadOnlyList<AgentRow> rows)
    {
        var all = Of("all", rows);
        var regions = rows.GroupBy(row => row.Region, StringComparer.Ordinal).OrderBy(region => region.Key, StringComparer.Ordinal).ToArray();
        return regions is [{ Key: "" }] or [] ? [all] : [.. regions.Select(region => Of(region.Key.Length > 0 ? region.Key : "(none)", region)), all];
    }

    private static long? Sum(AgentRow[] rows, Func<AgentRow, long?> of) => rows.Any(row => of(row) is not null) ? rows.Sum(of) : null;

    private static double? Sum(AgentRow[] rows, Func<AgentRow, double?> of) => rows.Any(row => of(row) is not null) ? rows.Sum(of) : null;
}
