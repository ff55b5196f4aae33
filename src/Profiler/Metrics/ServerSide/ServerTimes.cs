using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Times as the server measured them; null = it does not tell.</summary>
public sealed record ServerTimes
{
    /// <summary>None.</summary>
    public static ServerTimes Empty { get; } = new();

    /// <summary>Arrival in its front end to the first output.</summary>
    public ServerTime? Ttft { get; init; }

    /// <summary>Between two outputs of a request.</summary>
    public ServerTime? Itl { get; init; }

    /// <summary>Per output token, one value per request.</summary>
    public ServerTime? Tpot { get; init; }

    /// <summary>Arrival to end.</summary>
    public ServerTime? E2e { get; init; }

    /// <summary>Queued to first scheduled.</summary>
    public ServerTime? Queue { get; init; }

    /// <summary>Scheduled to first token.</summary>
    public ServerTime? Prefill { get; init; }

    /// <summary>First to last token.</summary>
    public ServerTime? Decode { get; init; }

    /// <summary>Scheduled to last token.</summary>
    public ServerTime? Inference { get; init; }

    /// <summary>The times of a tally.</summary>
    internal static ServerTimes Of(ServerTally tally) => new()
    {
        Ttft = ServerTime.Of(tally.Histogram(ServerMetric.Ttft)),
        Itl = ServerTime.Of(tally.Histogram(ServerMetric.Itl)),
        Tpot = ServerTime.Of(tally.Histogram(ServerMetric.Tpot)),
        E2e = ServerTime.Of(tally.Histogram(ServerMetric.E2e)),
        Queue = ServerTime.Of(tally.Histogram(ServerMetric.Queue)),
        Prefill = ServerTime.Of(tally.Histogram(ServerMetric.Prefill)),
        Decode = ServerTime.Of(tally.Histogram(ServerMetric.Decode)),
        Inference = ServerTime.Of(tally.Histogram(ServerMetric.Inference)),
    };
}
