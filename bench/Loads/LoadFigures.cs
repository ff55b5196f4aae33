namespace VllmStream.Bench.Loads;

/// <summary>What one client made of one load, every event of it joined with the server's log.</summary>
internal sealed record LoadFigures
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>Events a second that the server sent in the measured window.</summary>
    public double SentPerSecond { get; init; }

    /// <summary>Events a second that the client stamped in it.</summary>
    public double StampedPerSecond { get; init; }

    /// <summary>CPU time of the client in the window over the events sent or stamped in it, whichever are fewer.</summary>
    public double CpuUsPerEvent { get; init; }

    /// <summary>Share of its core that the client used.</summary>
    public double CpuRatio { get; init; }

    /// <summary>The client's stamp of an event minus the server's send time.</summary>
    public double LagP50Us { get; init; }

    /// <inheritdoc cref="LagP50Us"/>
    public double LagP99Us { get; init; }

    /// <inheritdoc cref="LagP50Us"/>
    public double LagP999Us { get; init; }

    /// <summary>The client's TTFT minus the time from the server's having the request to its sending the first token.</summary>
    public double TtftErrorP50Us { get; init; }

    /// <inheritdoc cref="TtftErrorP50Us"/>
    public double TtftErrorP99Us { get; init; }

    /// <summary>Answers under way, as the server saw it: the median of some instants in the window.</summary>
    public double Alive { get; init; }

    /// <summary>Requests that went wrong.</summary>
    public double Failed { get; init; }

    /// <summary>The most memory the client had resident.</summary>
    public double PeakMb { get; init; }

    /// <summary>Answers that the client called whole and that are not as long as the server's, or that it does not know.</summary>
    public int NotJoined { get; init; }

    /// <summary>The smallest lag: well below zero, the client's clock is wrong.</summary>
    public double LagMinUs { get; init; }

    /// <summary>What everything but client and server used of a core.</summary>
    public double OthersRatio { get; init; }

    /// <summary>How late the server sent, by its own plan.</summary>
    public double ServerLateP99Us { get; init; }

    /// <summary>First tokens in the window.</summary>
    public int FirstTokens { get; init; }

    /// <summary>True when neighbours had so much of the two cores that the figures are theirs as well.</summary>
    public bool IsNoisy => OthersRatio > 0.15;

    /// <summary>What the client says about itself.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The median of each figure over several runs; those that neighbours disturbed count only where there is no other.</summary>
    public static LoadFigures Median(IReadOnlyList<LoadFigures> runs) =>
        MedianOf(runs.Any(run => !run.IsNoisy) ? [.. runs.Where(run => !run.IsNoisy)] : runs);

    private static LoadFigures MedianOf(IReadOnlyList<LoadFigures> runs) => new()
    {
        Client = runs[0].Client,
        SentPerSecond = Middle(runs, run => run.SentPerSecond),
        StampedPerSecond = Middle(runs, run => run.StampedPerSecond),
        CpuUsPerEvent = Middle(runs, run => run.CpuUsPerEvent),
        CpuRatio = Middle(runs, run => run.CpuRatio),
        LagP50Us = Middle(runs, run => run.LagP50Us),
        LagP99Us = Middle(runs, run => run.LagP99Us),
        LagP999Us = Middle(runs, run => run.LagP999Us),
        TtftErrorP50Us = Middle(runs, run => run.TtftErrorP50Us),
        TtftErrorP99Us = Middle(runs, run => run.TtftErrorP99Us),
        Alive = Middle(runs, run => run.Alive),
        Failed = Middle(runs, run => run.Failed),
        PeakMb = Middle(runs, run => run.PeakMb),
        NotJoined = runs.Max(run => run.NotJoined),
        LagMinUs = runs.Min(run => run.LagMinUs),
        ServerLateP99Us = Middle(runs, run => run.ServerLateP99Us),
        OthersRatio = Middle(runs, run => run.OthersRatio),
        FirstTokens = runs.Min(run => run.FirstTokens),
    };

    private static double Middle(IReadOnlyList<LoadFigures> runs, Func<LoadFigures, double> figure)
    {
        var sorted = runs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
