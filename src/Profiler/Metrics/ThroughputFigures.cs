namespace VllmStream.Profiling.Metrics;

/// <summary>Throughput over a stretch of a run; null = unknown.</summary>
public sealed record ThroughputFigures
{
    /// <summary>Start, since run start.</summary>
    public double FromMs { get; init; }

    /// <summary>End, since run start.</summary>
    public double ToMs { get; init; }

    /// <summary>Length; of merged files, without counting a moment twice.</summary>
    public double DurationMs { get; init; }

    /// <summary>Requests sent.</summary>
    public long Sent { get; init; }

    /// <summary>Requests that ended well in it.</summary>
    public long Requests { get; init; }

    /// <summary>Output tokens that came in it.</summary>
    public double? OutputTokens { get; init; }

    /// <summary>Prompt tokens that were prefilled in it.</summary>
    public double? InputTokens { get; init; }

    /// <summary>Requests sent per second.</summary>
    public double? SentPerS { get; init; }

    /// <summary>Requests that ended well per second.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Output tokens per second.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>Prompt tokens per second.</summary>
    public double? InputTokensPerS { get; init; }

    /// <summary>Computes the rates from the counts.</summary>
    public static ThroughputFigures Of(double fromMs, double toMs, double durationMs, long sent, long requests, double? outputTokens, double? inputTokens)
    {
        var seconds = durationMs / 1_000;
        return new ThroughputFigures
        {
            FromMs = Rounded.ToThousandth(fromMs),
            ToMs = Rounded.ToThousandth(toMs),
            DurationMs = Rounded.ToThousandth(durationMs),
            Sent = sent,
            Requests = requests,
            OutputTokens = Rounded.OrNull(outputTokens),
            InputTokens = Rounded.OrNull(inputTokens),
            SentPerS = Rounded.Per(sent, seconds),
            RequestsPerS = Rounded.Per(requests, seconds),
            OutputTokensPerS = outputTokens is { } output ? Rounded.Per(output, seconds) : null,
            InputTokensPerS = inputTokens is { } input ? Rounded.Per(input, seconds) : null,
        };
    }
}
