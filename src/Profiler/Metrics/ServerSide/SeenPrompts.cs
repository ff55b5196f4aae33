using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Prompt tokens of all requests that ended after an instant, warm-up and attempts included. Aggregator's thread.</summary>
/// <remarks>The instant becomes known a little later than some of the records that ended after it, so the newest are kept.</remarks>
internal sealed class SeenPrompts
{
    private static readonly long KeptTicks = Ticks.FromSeconds(10);

    private readonly Queue<(long EndTicks, long? Tokens)> _newest = new();
    private long _fromTicks = long.MaxValue;
    private long _tokens;
    private bool _isUntold;

    /// <summary>The sum; null where an answer did not tell its own, and before there is an instant.</summary>
    public double? Tokens => _fromTicks == long.MaxValue || _isUntold ? null : _tokens;

    /// <summary>Counts from this instant on.</summary>
    public void CountFrom(long ticks)
    {
        (_fromTicks, _tokens, _isUntold) = (ticks, 0, false);
        foreach (var (end, tokens) in _newest)
            Count(end, tokens);
    }

    /// <summary>Adds a request that has ended.</summary>
    public void Add(RequestRecord record)
    {
        // What failed need not have come to the server.
        if (record.PromptTokens is null && !record.Outcome.IsSuccess())
            return;
        _newest.Enqueue((record.Marks.End, record.PromptTokens));
        while (_newest.Peek().EndTicks < record.Marks.End - KeptTicks)
            _newest.Dequeue();
        Count(record.Marks.End, record.PromptTokens);
    }

    private void Count(long endTicks, long? tokens)
    {
        if (endTicks < _fromTicks)
            return;
        _tokens += tokens ?? 0;
        _isUntold |= tokens is null;
    }
}
