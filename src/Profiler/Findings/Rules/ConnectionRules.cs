using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>What connections cost.</summary>
internal static class ConnectionRules
{
    // A connection for each request in flight, at the beginning, is as it should be.
    private const double LeastShare = 0.2;
    private const int LeastNew = 20;

    /// <summary>Connections are not kept.</summary>
    public static FindingRule Churn { get; } = new("connection_churn", "at least 20 of the measured requests, and a fifth of them, needed a connection of their own though others were open before", summary =>
        summary.Totals is var totals && totals.ConnectionsNew >= LeastNew && totals.ConnectionsNew >= LeastShare * (totals.ConnectionsNew + totals.ConnectionsReused) && totals.ConnectionsNew > 2 * (totals.InFlightMax ?? 0)
            ? Evidence.Of("warning", "connection_churn", $"{totals.ConnectionsNew} of {totals.ConnectionsNew + totals.ConnectionsReused} requests opened a connection of their own: server or proxy does not keep them, which costs each a round trip (with TLS two or three) and this machine a port",
                "keep-alive at server and proxy (nginx: keepalive in upstream, proxy_http_version 1.1)", ("connections_new", totals.ConnectionsNew), ("connections_reused", totals.ConnectionsReused))
            : null);
}
