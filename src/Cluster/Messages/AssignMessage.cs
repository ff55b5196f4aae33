using System.Text;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Messages;

/// <summary>One agent's share of a run.</summary>
internal sealed record AssignMessage : IMessage
{
    public int V { get; init; } = Protocol.Major;

    /// <summary>The run's short id, which people read.</summary>
    public required string Run { get; init; }

    /// <summary>The run's token, part of its subjects.</summary>
    public required string Token { get; init; }

    /// <summary>Version of the coordinator's program.</summary>
    public required string Version { get; init; }

    /// <summary>Which share, from 0: the requests k of the plan with k mod <see cref="Shares"/> = this.</summary>
    public required int Share { get; init; }

    public required int Shares { get; init; }

    public required long Seed { get; init; }

    /// <summary>The command line of the run, without anything secret.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    public IReadOnlyList<FileFact> Files { get; init; } = [];

    /// <summary>The API key, only where it was asked to be sent; null = the agent has its own.</summary>
    [JsonConverter(typeof(SecretConverter))]
    public Secret? Key { get; init; }

    // careful: the compiler's own text would be right today, as a Secret prints stars; this says so on purpose and leaves out the token too.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Run = {Run}, Share = {Share} of {Shares}, Key = {(Key is null ? "none" : "***")}");
        return true;
    }
}
