using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Holds a tokenizer's counts against those of the server; they are compared and never mixed. Not thread-safe.</summary>
internal sealed class TokenizerComparison
{
    private long _answers;
    private long _differing;
    private long _serverTokens;
    private long _tokenizerTokens;

    /// <summary>What came of it; null when no answer has both counts.</summary>
    public TokenizerFigures? Figures => TokenizerFigures.Of(_answers, _differing, _serverTokens, _tokenizerTokens);

    /// <summary>Adds a success.</summary>
    public void Add(RequestRecord record)
    {
        if (record is not { TokenizerTokens: { } ours, OutputTokens: { } theirs } || record.TokenSource == TokenSource.Tokenizer)
            return;
        _answers++;
        _serverTokens += theirs;
        _tokenizerTokens += ours;
        // A token that ends a choice is counted by the server and has no text.
        var ends = record.FinishReasons.Count(reason => reason is not (null or "length"));
        if (theirs < ours || theirs > ours + ends)
            _differing++;
    }
}
