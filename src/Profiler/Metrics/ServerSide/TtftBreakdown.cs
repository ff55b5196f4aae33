using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>TTFT taken apart: what this client saw, and what the server says of the same first tokens. Means, milliseconds; null = unknown, with its reason.</summary>
/// <remarks>
/// Both sides are counted between the same two looks at the server: at both, it is noted how many first tokens this client had seen,
/// and the sum of their times. So they are of the same requests, but for first tokens under way at a look. The server counts queue and
/// prefill when a request ends, so those are of the requests that ended between the looks.
/// </remarks>
public sealed record TtftBreakdown
{
    // First tokens under way at a look are counted on one side only.
    private const double Slack = 0.02;
    private const double LeastSlack = 2;

    // A head that comes this close before the first token has waited for it.
    private const double TogetherMs = 0.5;

    /// <summary>First tokens that this client saw.</summary>
    public long ClientN { get; init; }

    /// <summary>First tokens that the server counted.</summary>
    public double? ServerN { get; init; }

    /// <summary>Sent to first token, by this client.</summary>
    public double? ClientMs { get; init; }

    /// <summary>Arrival to first token, by the server.</summary>
    public double? ServerMs { get; init; }

    /// <summary>What the server does not see: client - server.</summary>
    public double? OutsideMs { get; init; }

    /// <summary>One round trip of the network.</summary>
    public double? NetworkMs { get; init; }

    /// <summary>HTTP, chat template and tokenisation, before the server's own clock starts.</summary>
    public double? HttpMs { get; init; }

    /// <summary>In the server's queue.</summary>
    public double? QueueMs { get; init; }

    /// <summary>Prefill.</summary>
    public double? PrefillMs { get; init; }

    /// <summary>From the end of prefill to the front end's first output: server - queue - prefill.</summary>
    public double? OutputMs { get; init; }

    /// <summary>Read late by this client.</summary>
    public double? ClientLagMs { get; init; }

    /// <summary>What no part explains: client - all known parts. An unknown part is in it.</summary>
    public double? ResidualMs { get; init; }

    /// <summary>Where each part comes from, by key.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why a part is null, by key.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Takes TTFT apart.</summary>
    internal static TtftBreakdown Of(ServerTally tally, ClientStretch client)
    {
        var n = client.To.FirstTokens - client.From.FirstTokens;
        var server = tally.Histogram(ServerMetric.Ttft);
        var whole = new TtftBreakdown
        {
            ClientN = n,
            ServerN = Rounded.OrNull(server?.Count),
            ClientMs = n > 0 ? Rounded.ToThousandth((client.To.TtftMs - client.From.TtftMs) / n) : null,
        };
        return WhyNot(whole, server, client) is { } reason
            ? whole with { Reasons = new Dictionary<string, string>(StringComparer.Ordinal) { ["server_ms"] = reason } }
            : TakeApart(whole with { ServerMs = Rounded.OrNull(server!.MeanMs) }, tally, client);
    }

    private static string? WhyNot(TtftBreakdown whole, HistogramSums? server, ClientStretch client)
    {
        if (server is null)
            return "the server has no TTFT of its own";
        if (client.Choices > 1)
            return "with n > 1 the server counts a first token for every choice";
        if (whole.ClientN == 0)
            return "this client saw no first token between the looks";
        if (server.Count == 0)
            return "the server counted no first token between the looks";
        return Math.Abs(server.Count - whole.ClientN) > Math.Max(LeastSlack, whole.ClientN * Slack) + client.FirstTokensMeanwhile
            ? $"the server counted {server.Count:0} first tokens, this client {whole.ClientN}: not the same requests (other traffic, answers that are not streamed, or other replicas)"
            : null;
    }

    private static TtftBreakdown TakeApart(TtftBreakdown whole, ServerTally tally, ClientStretch client)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_ms"] = $"{whole.ClientN} first tokens between two looks at the server",
            ["server_ms"] = "growth of the server's own sum and count between them",
        };
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var outside = whole.ClientMs!.Value - whole.ServerMs!.Value;
        var marks = client.Marks;
        var network = Part("network_ms", marks.TcpMs, $"TCP handshake of {marks.Connections} connections", "no connection of this run was timed");
        var http = HttpOf(marks, network, outside, out var noHttp);
        http = Part("http_ms", http, "the head of the answer, less the network", noHttp);
        var queue = Part("queue_ms", tally.Histogram(ServerMetric.Queue)?.MeanMs, "the server, of requests that ended between the looks", "the server does not tell");
        var prefill = Part("prefill_ms", tally.Histogram(ServerMetric.Prefill)?.MeanMs, "the server, of requests that ended between the looks", "the server does not tell");
        var output = Part("output_ms", whole.ServerMs - queue - prefill, "server - queue - prefill", "needs queue and prefill");
        var lag = Part("client_lag_ms", client.ReadLagMs, client.ReadLagSource == "kernel" ? "arrivals carry the kernel's time" : "median read lag of the canary", "read lag was not measured");
        return whole with
        {
            OutsideMs = Rounded.ToThousandth(outside),
            NetworkMs = network,
            HttpMs = http,
            QueueMs = queue,
            PrefillMs = prefill,
            OutputMs = output,
            ClientLagMs = lag,
            // Queue, prefill and output are the server's own time, whether it tells them apart or not.
            ResidualMs = Rounded.ToThousandth(outside - (network ?? 0) - (http ?? 0) - (lag ?? 0)),
            Sources = sources,
            Reasons = reasons,
        };

        double? Part(string key, double? value, string source, string otherwise)
        {
            var rounded = Rounded.OrNull(value);
            (rounded is null ? reasons : sources)[key] = rounded is null ? otherwise : source;
            return rounded;
        }
    }

    // The head of the answer leaves vLLM when template and tokenizer are through: that it came, and how long before the token, is all there is.
    private static double? HttpOf(TtftMarks marks, double? network, double outside, out string reason)
    {
        reason = marks.HeadersMs is null ? "no answer had a head and a first token"
            : marks.HeadersToTokenMs < TogetherMs ? "the head of the answer came with the first token"
            : network is null ? "needs the network's part"
            : marks.HeadersMs > outside ? "the head of the answer came later than what the server does not see"
            : "";
        return reason.Length > 0 ? null : Math.Max(0, marks.HeadersMs!.Value - network!.Value);
    }
}
