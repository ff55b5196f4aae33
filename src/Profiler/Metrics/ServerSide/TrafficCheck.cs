using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Whether the server counted what this client sent, and nothing else, between the same two looks; null = unknown.</summary>
public sealed record TrafficCheck
{
    /// <summary>The server did what this client asked for and nothing else.</summary>
    public const string Alone = "alone";

    /// <summary>It did more: somebody else used it.</summary>
    public const string Others = "others";

    /// <summary>It did less: not all of this client's requests came to where the metrics are from.</summary>
    public const string Fewer = "fewer";

    /// <summary>It cannot be told.</summary>
    public const string Unknown = "unknown";

    // Counted at slightly different instants on both sides.
    private const double Slack = 0.01;
    private const double LeastSlack = 2;

    /// <summary>alone, others, fewer or unknown.</summary>
    public string Verdict { get; init; } = Unknown;

    /// <summary>In a sentence.</summary>
    public string Text { get; init; } = "";

    /// <summary>Requests that the server finished.</summary>
    public double? ServerRequests { get; init; }

    /// <summary>Requests of this client that ended, warm-up included.</summary>
    public double? ClientRequests { get; init; }

    /// <summary>By how many they may differ: those in flight at both looks and those that ended during them, those that failed, and a little.</summary>
    public double? RequestTolerance { get; init; }

    /// <summary>Prompt tokens of the server.</summary>
    public double? ServerPromptTokens { get; init; }

    /// <summary>Prompt tokens of this client's requests, as the server reported them.</summary>
    public double? ClientPromptTokens { get; init; }

    /// <summary>By how many they may differ.</summary>
    public double? PromptTolerance { get; init; }

    /// <summary>Compares.</summary>
    internal static TrafficCheck Of(ServerTally tally, ClientStretch client)
    {
        if (client.Choices > 1)
            return new TrafficCheck { Text = "with n > 1 the server counts every choice as a request" };
        if (tally.Resets > 0)
            return new TrafficCheck { Text = "the server began to count anew within the window" };
        if (tally[ServerMetric.Finished] is not { } finished)
            return new TrafficCheck { Text = "the server does not count requests" };
        var edges = client.From.InFlight + client.To.InFlight + client.EndedMeanwhile;
        double ended = client.To.Ended - client.From.Ended;
        var tolerance = edges + client.Failed + Math.Max(LeastSlack, Math.Ceiling(ended * Slack));
        var prompts = tally[ServerMetric.PromptTokens];
        double? promptTolerance = client.PromptTokens is { } sent && ended > 0 ? Math.Ceiling((edges + client.Failed + LeastSlack) * sent / ended + (sent * Slack)) : null;
        var more = finished > ended + tolerance ? $"the server finished {finished:0} requests, this client {ended:0}"
            : prompts > client.PromptTokens + promptTolerance ? $"the server took {prompts:0} prompt tokens, this client's were {client.PromptTokens:0}"
            : null;
        return new TrafficCheck
        {
            Verdict = more is not null ? Others : finished < ended - tolerance ? Fewer : Alone,
            Text = more is not null ? $"{more}: somebody else used it"
                : finished < ended - tolerance ? $"the server finished {finished:0} requests, this client {ended:0}: the rest went elsewhere, or never came to its engine"
                : $"the server finished {finished:0} requests, this client {ended:0}: nobody else used it",
            ServerRequests = Rounded.ToThousandth(finished),
            ClientRequests = ended,
            RequestTolerance = tolerance,
            ServerPromptTokens = Rounded.OrNull(prompts),
            ClientPromptTokens = client.PromptTokens,
            PromptTolerance = promptTolerance,
        };
    }
}
