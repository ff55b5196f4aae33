namespace VllmStream.Profiling.Metrics;

/// <summary>A tokenizer's counts beside those of the server.</summary>
/// <param name="Answers">Successes that have both.</param>
/// <param name="Differing">Those whose counts differ by more than the token that ends a choice.</param>
/// <param name="ServerTokens">Their output tokens by the server.</param>
/// <param name="TokenizerTokens">Their tokens by the tokenizer.</param>
/// <param name="Ratio">Tokenizer over server; null without tokens.</param>
public sealed record TokenizerFigures(long Answers, long Differing, long ServerTokens, long TokenizerTokens, double? Ratio)
{
    /// <summary>The figures of these sums; null without an answer.</summary>
    public static TokenizerFigures? Of(long answers, long differing, long serverTokens, long tokenizerTokens) =>
        answers == 0 ? null : new(answers, differing, serverTokens, tokenizerTokens, Rounded.Ratio(tokenizerTokens, serverTokens));

    /// <summary>Adds those of several runs; null when none has any.</summary>
    internal static TokenizerFigures? Merge(IEnumerable<TokenizerFigures?> parts)
    {
        TokenizerFigures[] known = [.. parts.OfType<TokenizerFigures>()];
        return Of(known.Sum(part => part.Answers), known.Sum(part => part.Differing), known.Sum(part => part.ServerTokens), known.Sum(part => part.TokenizerTokens));
    }

    /// <summary>The sentence about them.</summary>
    internal Finding ToFinding() => Differing == 0
        ? new Finding("info", "tokenizer_agrees", $"the tokenizer counts all {Answers} answers as the server does")
        : new Finding("warning", "tokenizer_differs",
            $"the tokenizer counts {Differing} of {Answers} answers otherwise than the server, {Ratio:0.###} tokens for each of the server's: the server's count stands");
}
