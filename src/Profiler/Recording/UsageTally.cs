using VllmStream.Profiling.Api;

namespace VllmStream.Profiling.Recording;

/// <summary>Keeps the usage blocks of one answer and says in the end which of them is the count. A mutable struct of its tally.</summary>
internal struct UsageTally
{
    private TokenUsage _last;

    // The newest block that stands for the whole answer, until a token comes after it.
    private long? _final;

    // The newest block on a chunk that ended, or came after, the last open choice: final for servers that have no chunk for usage alone.
    private long? _closing;

    private bool _isContinuous;

    /// <summary>Prompt tokens.</summary>
    public readonly long? Prompt => _last.Prompt;

    /// <summary>Cached prompt tokens.</summary>
    public readonly long? Cached => _last.Cached;

    /// <summary>Reasoning tokens.</summary>
    public readonly long? Reasoning => _last.Reasoning;

    /// <summary>Takes a usage block.</summary>
    /// <param name="usage">The block.</param>
    /// <param name="onChoice">True when the chunk also has a choice: then its count may be of that choice only.</param>
    /// <param name="allFinished">True when no choice is open any more.</param>
    public void Add(in TokenUsage usage, bool onChoice, bool allFinished)
    {
        _last.Prompt = usage.Prompt ?? _last.Prompt;
        _last.Completion = usage.Completion ?? _last.Completion;
        _last.Cached = usage.Cached ?? _last.Cached;
        _last.Reasoning = usage.Reasoning ?? _last.Reasoning;
        if (usage.Completion is null)
            return;
        if (!onChoice)
            _final = usage.Completion;
        else if (allFinished)
            _closing = usage.Completion;
        else
            _isContinuous = true;
    }

    /// <summary>A token came: what was final before it was not.</summary>
    public void TokenCame()
    {
        _final = null;
        _closing = null;
    }

    /// <summary>The count of output tokens and where it is from.</summary>
    /// <param name="perChoice">Sum over the choices of the largest count on their chunks; null without any.</param>
    /// <param name="choices">Number of choices that came.</param>
    /// <param name="tokenEvents">Events with a token.</param>
    /// <param name="tokenIds">Ids of generated tokens; null unless they are all there.</param>
    public readonly (long? Tokens, TokenSource Source) Count(long? perChoice, int choices, int tokenEvents, long? tokenIds = null)
    {
        if (IsBelievable(_final, tokenEvents))
            return (_final, TokenSource.UsageFinal);
        // With several choices and counts all along, the closing one is of its own choice and not of all.
        if (IsBelievable(_closing, tokenEvents) && (choices <= 1 || !_isContinuous))
            return (_closing, TokenSource.UsageFinal);
        if (IsBelievable(perChoice, tokenEvents))
            return (perChoice, TokenSource.UsageContinuous);
        if (IsBelievable(_last.Completion, tokenEvents))
            return (_last.Completion, TokenSource.UsageContinuous);
        if (tokenIds is not null)
            return (tokenIds, TokenSource.TokenIds);
        return tokenEvents > 0 ? (tokenEvents, TokenSource.Chunks) : (null, TokenSource.None);
    }

    // Some gateways fill in zeros when they do not know; an answer with tokens did not cost none.
    private static bool IsBelievable(long? count, int tokenEvents) => count is > 0 || (count == 0 && tokenEvents == 0);
}
