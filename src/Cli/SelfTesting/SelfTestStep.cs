namespace VllmStream.Cli.SelfTesting;

/// <summary>One load of the self-test: what was asked, what came of it, and how far the report is from what the simulator knows. Null = not measured.</summary>
internal sealed record SelfTestStep
{
    /// <summary>Streams in flight; null for the open loop.</summary>
    public int? Streams { get; init; }

    /// <summary>Requests per second by plan; null for a closed loop.</summary>
    public double? RatePerS { get; init; }

    /// <summary>Tokens per second that this load asks for.</summary>
    public double? AskedEventsPerS { get; init; }

    /// <summary>Tokens per second that came.</summary>
    public double? EventsPerS { get; init; }

    /// <summary>Requests whose every token was found in the simulator's log.</summary>
    public int Joined { get; init; }

    /// <summary>Requests that failed, or could not be joined.</summary>
    public int Lost { get; init; }

    /// <summary>Reported TTFT minus true TTFT, median.</summary>
    public double? TtftErrorP50Ms { get; init; }

    /// <summary>Reported TTFT minus true TTFT, 99th percentile.</summary>
    public double? TtftErrorP99Ms { get; init; }

    /// <summary>Difference of a reported gap and the true one, whatever its sign, 99th percentile.</summary>
    public double? GapErrorP99Ms { get; init; }

    /// <summary>Our stamp minus the simulator's write, 99th percentile.</summary>
    public double? ArrivalLagP99Ms { get; init; }

    /// <summary>Our stamp of a first token minus the simulator's write, 99th percentile: this client's share of a TTFT that is too high.</summary>
    public double? FirstTokenLagP99Ms { get; init; }

    /// <summary>The simulator's having a request minus our having sent it, 99th percentile: the simulator's share.</summary>
    public double? RequestLateP99Ms { get; init; }

    /// <summary>Due to begun, 99th percentile.</summary>
    public double? SendLagP99Ms { get; init; }

    /// <summary>CPU of the client over wall time, in cores.</summary>
    public double? ClientCores { get; init; }

    /// <summary>CPU of everybody but client and simulator, in cores.</summary>
    public double? OtherCores { get; init; }

    /// <summary>How late the simulator wrote its own tokens, 99th percentile.</summary>
    public double? SimulatorLateP99Ms { get; init; }

    /// <summary>Why the client does not stand by this step; empty = it does.</summary>
    public IReadOnlyList<string> ClientReasons { get; init; } = [];

    /// <summary>Who could not follow: <c>client</c>, <c>simulator</c>, or null.</summary>
    public string? Limit { get; init; }
}
