namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>One of the two ways in which prompts were asked.</summary>
public sealed record PairSide
{
    /// <summary>Measured requests that ended.</summary>
    public long Requests { get; init; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Their share.</summary>
    public double? FailedRatio { get; init; }

    /// <summary>Median E2E of whole pairs, ms.</summary>
    public double? E2eP50Ms { get; init; }

    /// <summary>99th percentile; needs 100 pairs.</summary>
    public double? E2eP99Ms { get; init; }

    /// <summary>Median time until a user sees text, ms: the first visible text of a stream, the end of an answer that comes whole. No TTFT.</summary>
    public double? FirstTextP50Ms { get; init; }

    /// <summary>Output tokens of the pairs whose lengths are known.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Body bytes of the same answers.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Mean output tokens of an answer.</summary>
    public double? TokensPerAnswer { get; init; }

    /// <summary>Body bytes per output token.</summary>
    public double? BytesPerToken { get; init; }

    /// <summary>This, with the figures that follow from its sums.</summary>
    /// <param name="answers">Answers that the sums are of.</param>
    internal PairSide Divided(long answers) => this with
    {
        FailedRatio = Rounded.Ratio(Failed, Requests),
        TokensPerAnswer = Rounded.Per(OutputTokens, answers),
        BytesPerToken = Rounded.Per(BodyBytes, OutputTokens),
    };
}
