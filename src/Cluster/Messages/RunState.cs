using System.Text;
using VllmStream.Cluster.Coordinating;

namespace VllmStream.Cluster.Messages;

/// <summary>What lies in the KV bucket of a run: enough for another coordinator to pick it up.</summary>
public sealed record RunState : IMessage
{
    /// <summary>Version of the protocol.</summary>
    public int V { get; init; } = Protocol.Major;

    /// <summary>The run's short id.</summary>
    public required string Run { get; init; }

    /// <summary>The run's token, by which its agents know whom to obey.</summary>
    public required string Token { get; init; }

    /// <summary>How often it was taken over, plus one.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The command line, without anything secret.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>The seed of the plan.</summary>
    public required long Seed { get; init; }

    /// <summary>Who has which share.</summary>
    public required IReadOnlyList<RunStateAgent> Agents { get; init; }

    /// <summary>What the first agent said of the run when it was ready; null = not ready yet, or too much for a message. Only the engines understand it.</summary>
    public byte[]? Facts { get; init; }

    /// <summary>What becomes of the run when it loses an agent.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Shares whose agent was lost while it ran, from 0, also of those that came back.</summary>
    public IReadOnlyList<int> Away { get; init; } = [];

    /// <summary>Wall clock of the agreed start; null = not agreed yet.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Wall clock at which the plan ends; null = it has no such time.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    // careful: without the token, by which whoever reads it could give orders.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Run = {Run}, Generation = {Generation}, Agents = {Agents.Count}, StartsAt = {StartsAt:O}, EndsAt = {EndsAt:O}");
        return true;
    }
}
