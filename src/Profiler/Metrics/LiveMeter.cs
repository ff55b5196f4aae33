using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Hears of sends, tokens and ends of one group while they happen. Written by any thread without waiting, emptied by the aggregator's.</summary>
public sealed class LiveMeter : TokenMeter
{
    private readonly StripedCounts _ttft = new();
    private readonly StripedCounts _gaps = new();

    // Requests sent and ended since the start of the run; their difference is what is in flight.
    private long _sent;
    private long _ended;

    // First tokens since the start of the run, and the sum of their times.
    private long _firstTokens;
    private long _ttftTicks;

    // Tokens since the last swap, and sends at the last swap.
    private long _tokens;
    private long _sentAtSwap;

    /// <summary>Requests sent since the start of the run, warm-up included.</summary>
    public long SentTotal => Interlocked.Read(ref _sent);

    /// <summary>Requests ended since the start of the run.</summary>
    public long EndedTotal => Interlocked.Read(ref _ended);

    /// <summary>First tokens since the start of the run.</summary>
    public long FirstTokenTotal => Interlocked.Read(ref _firstTokens);

    /// <summary>The sum of their times from sent, in milliseconds.</summary>
    public double TtftTotalMs => Ticks.ToMs(Interlocked.Read(ref _ttftTicks));

    /// <summary>Tokens that had come at the last swap. Aggregator's thread only.</summary>
    public long TokensTotal { get; private set; }

    /// <summary>Requests in flight.</summary>
    public long InFlight
    {
        get
        {
            // Ends first: read the other way round, a request that passes in between would count as minus one.
            var ended = Interlocked.Read(ref _ended);
            return Math.Max(0, Interlocked.Read(ref _sent) - ended);
        }
    }

    /// <summary>A request begins.</summary>
    public void Sent() => Interlocked.Increment(ref _sent);

    /// <summary>A request that was <see cref="Sent"/> has ended, in whatever way.</summary>
    public void Ended() => Interlocked.Increment(ref _ended);

    /// <inheritdoc/>
    public override void FirstToken(long ttftTicks)
    {
        _ttft.Add(Ticks.ToMicroseconds(ttftTicks));
        Interlocked.Add(ref _ttftTicks, ttftTicks);
        Interlocked.Increment(ref _firstTokens);
    }

    /// <inheritdoc/>
    public override void Gap(int microseconds) => _gaps.Add(microseconds);

    /// <inheritdoc/>
    public override void Tokens(int count) => Interlocked.Add(ref _tokens, count);

    /// <summary>Hands out what came since the last call and starts anew. Aggregator's thread only.</summary>
    /// <param name="ttft">Gets the times to first token added.</param>
    /// <param name="gaps">Gets the gaps added.</param>
    public LiveInterval SwapInterval(Distribution ttft, Distribution gaps)
    {
        var sent = SentTotal;
        var interval = new LiveInterval(sent - _sentAtSwap, InFlight, Interlocked.Exchange(ref _tokens, 0));
        _sentAtSwap = sent;
        TokensTotal += interval.Tokens;
        _ttft.DrainInto(ttft);
        _gaps.DrainInto(gaps);
        return interval;
    }
}
