using System.Text.Json.Serialization;
using VllmStream.Profiling.Health;

namespace VllmStream.Profiling.Metrics;

/// <summary>What one agent's share of a run gave, where the run was spread over agents.</summary>
public sealed record AgentFigures
{
    /// <summary>Verdict on a share of which no result came.</summary>
    public const string Lost = "LOST";

    /// <summary>What people call the agent; not unique.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Where it stands; empty = nowhere in particular.</summary>
    public string Region { get; init => field = value ?? ""; } = "";

    /// <summary>What else it told of itself (<c>--label</c>): key=value, with commas between them; empty = nothing.</summary>
    public string Labels { get; init => field = value ?? ""; } = "";

    /// <summary>The labels to be read by people: with a space after each comma, where a line may break.</summary>
    [JsonIgnore]
    public string SpacedLabels => Labels.Replace(",", ", ", StringComparison.Ordinal);

    /// <summary>Its share, from 1.</summary>
    public int Share { get; init; }

    /// <summary>VALID, NOT VALID, INTERRUPTED, FAILED, or LOST for a share of which no result came.</summary>
    public string Verdict { get; init => field = value ?? ""; } = "";

    /// <summary>True when no result of its share came, so that it is in no total.</summary>
    [JsonIgnore]
    public bool IsLost => Verdict == Lost;

    /// <summary>Why it ended early, or why there is no result; null = nothing to say.</summary>
    public string? Why { get; init; }

    /// <summary>Its measured requests that were sent; null when no result came.</summary>
    public long? Sent { get; init; }

    /// <summary>Those that ended well; of a share without a result as it reported last, which is in no total; null when it reported nothing.</summary>
    public long? Ok { get; init; }

    /// <summary>Those that did not; the same.</summary>
    public long? Failed { get; init; }

    /// <summary>Their median TTFT.</summary>
    public double? TtftP50Ms { get; init; }

    /// <summary>The 99th percentile of it.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>Their median gap between tokens.</summary>
    public double? ItlP50Ms { get; init; }

    /// <summary>The 99th percentile of it.</summary>
    public double? ItlP99Ms { get; init; }

    /// <summary>Tokens per second in its measured window; null when unknown.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>Token events per second of its measured requests, in its measured window; null when it had none.</summary>
    public double? EventsPerS { get; init; }

    /// <summary>As many of them as its self-test found that its machine takes (<c>--selftest</c>); null when it did not say.</summary>
    public double? CeilingEventsPerS { get; init; }

    /// <summary>How much later than agreed its load began, in milliseconds; null when it did not.</summary>
    public double? StartErrorMs { get; init; }

    /// <summary>By how much its clock may be misjudged, either way, in milliseconds: half of the shortest round trip; null when not measured.</summary>
    public double? ClockErrorMs { get; init; }

    /// <summary>For how long it was not heard in all, in milliseconds; null = it always was.</summary>
    public double? SilentMs { get; init; }

    /// <summary>Live reports of it that got lost on the way; its result makes up for them. Null = none.</summary>
    public long? MissedReports { get; init; }

    /// <summary>Its client's own share; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>Its records: a file here where they were collected, else on its own disk; null = none.</summary>
    public string? File { get; init; }
}
