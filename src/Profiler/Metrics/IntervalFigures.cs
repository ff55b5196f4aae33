using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Metrics;

/// <summary>What happened in one group between two instants, warm-up included; immutable.</summary>
public sealed record IntervalFigures
{
    /// <summary>Start, milliseconds since run start.</summary>
    public required double FromMs { get; init; }

    /// <summary>End.</summary>
    public required double ToMs { get; init; }

    /// <summary>Group.</summary>
    public required string Group { get; init; }

    /// <summary>Requests sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Requests that ended well.</summary>
    public required long Ok { get; init; }

    /// <summary>Requests that ended otherwise.</summary>
    public required long Failed { get; init; }

    /// <summary>In flight at the end of the interval.</summary>
    public required long InFlight { get; init; }

    /// <summary>Requests that ended well, per second.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Tokens that came, per second, as far as the stream tells them (else one per event).</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>First tokens that came in the interval, of requests in any state.</summary>
    public required IntervalBlock Ttft { get; init; }

    /// <summary>Gaps that ended in the interval, of requests in any state.</summary>
    public required IntervalBlock Itl { get; init; }

    /// <summary>TPOT of requests that ended well.</summary>
    public required IntervalBlock Tpot { get; init; }

    /// <summary>E2E of requests that ended well.</summary>
    public required IntervalBlock E2e { get; init; }

    /// <summary>The client's own share; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>Gaps of the measured requests that ended well in the interval; these, and not the live ones, add up to the run's ITL.</summary>
    public long ItlN { get; init; }

    /// <summary>Their sum.</summary>
    public double? ItlSumMs { get; init; }

    /// <summary>The smallest.</summary>
    public double? ItlMinMs { get; init; }

    /// <summary>The largest.</summary>
    public double? ItlMaxMs { get; init; }

    /// <summary>Their histogram (see <see cref="HistogramCodec"/>), so that a file that was cut off still gives the run's ITL; null without any.</summary>
    public string? ItlHistogram { get; init; }

    /// <summary>The same gaps by the number of the token event that ended them.</summary>
    public IReadOnlyList<PositionFigures> ItlPositions { get; init; } = [];
}
