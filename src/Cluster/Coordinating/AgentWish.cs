using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Which agents a run wants. Pure.</summary>
public sealed record AgentWish
{
    /// <summary>All that are free.</summary>
    public static AgentWish AllFree { get; } = new();

    /// <summary>How many in all; null = as many as the regions say, or all that are free.</summary>
    public int? Count { get; private init; }

    /// <summary>How many of which region; empty = anywhere.</summary>
    public IReadOnlyList<RegionCount> Regions { get; private init; } = [];

    /// <summary>Puts both options together.</summary>
    /// <exception cref="OptionException">They contradict each other.</exception>
    public static AgentWish Of(int? agents, IReadOnlyList<RegionCount>? regions)
    {
        var named = regions?.Sum(static region => region.Count);
        if (agents < 1)
            throw new OptionException($"--agents {agents} is no number of agents; give 1 or more");
        return agents < named ? throw new OptionException($"--agents {agents} is less than the {named} that --region names")
            : new AgentWish { Count = agents ?? named, Regions = regions ?? [] };
    }

    /// <summary>Takes the agents of a run out of those that were found, in the order of their names.</summary>
    /// <param name="found">All that answered.</param>
    /// <param name="missing">What is missing, as the end of a sentence; null = nothing.</param>
    public IReadOnlyList<AgentInfo> Choose(IReadOnlyList<AgentInfo> found, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(found);
        var free = found.Where(static agent => agent.Phase == Messages.AgentPhase.Idle)
            .OrderBy(static agent => agent.Region, StringComparer.Ordinal).ThenBy(static agent => agent.Name, StringComparer.Ordinal).ThenBy(static agent => agent.Id, StringComparer.Ordinal).ToList();
        var chosen = new List<AgentInfo>();
        var lacking = new List<string>();
        foreach (var region in Regions)
        {
            var here = free.Where(agent => agent.Region == region.Region).Take(region.Count).ToArray();
            chosen.AddRange(here);
            if (here.Length < region.Count)
                lacking.Add($"{region.Region}={region.Count} ({here.Length} free)");
        }

        var more = Count is { } count ? count - Regions.Sum(static region => region.Count) : free.Count;
        chosen.AddRange(free.Except(chosen).Take(more));
        var wanted = Count ?? Math.Max(1, chosen.Count);
        var dead = found.Count(static agent => agent.Phase == Messages.AgentPhase.Failed);
        var busy = found.Count(static agent => agent.Phase != Messages.AgentPhase.Idle) - dead;
        missing = chosen.Count >= wanted && lacking.Count == 0 ? null
            : $"{(Regions.Count > 0 && lacking.Count > 0 ? string.Join(", ", lacking) : $"{wanted} wanted")}; {found.Count} found{(busy > 0 ? $", {busy} of them busy{BusyWith(found)}" : "")}{(dead > 0 ? $", {dead} of them without an answer that we understand" : "")}";
        return chosen;
    }

    private static string BusyWith(IReadOnlyList<AgentInfo> found) =>
        found.Select(static agent => agent.Run).OfType<string>().Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } runs ? $" with run {string.Join(", ", runs)}" : "";
}
