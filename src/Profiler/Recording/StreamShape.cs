using System.Buffers;

namespace VllmStream.Profiling.Recording;

/// <summary>How token events came over the wire, judged from the gaps between them.</summary>
/// <remarks>
/// <para>Three rules, in this order:</para>
/// <list type="number">
/// <item>Buffered: the whole answer in one burst at the end. At least 8 token events, nine of ten gaps within 1 ms, and first to last token
/// within 5 % of the time to the first. Or fewer events that stand for at least 16 tokens by usage and came together: one chunk is no stream.</item>
/// <item>Batched: at least two bursts, the median burst has 2 events (per choice: choices of one step come together by nature), and
/// bursts of that size hold at least 80 % of the events. Gaps up to a tenth of the mean gap, and at most 2 ms, are inside a burst.</item>
/// <item>Streamed otherwise; Unknown below 8 token events.</item>
/// </list>
/// </remarks>
/// <param name="Kind">The verdict.</param>
/// <param name="BurstEvents">Median events per burst when batched; all token events when buffered; else 0.</param>
/// <param name="PeriodUs">Median time from burst to burst when batched, in microseconds; else 0.</param>
public readonly record struct StreamShape(StreamShapeKind Kind, int BurstEvents, long PeriodUs)
{
    // Fewer say too little: a short answer of one engine step looks like a burst.
    private const int MinEvents = 8;

    // One chunk may hold the tokens of a long speculative step; nobody drafts this many.
    private const int MinTokensOfOneChunk = 16;

    private const double MaxBufferedSpan = 0.05;
    private const double MinBurstShare = 0.8;

    // Segments of one flush arrive within this on a wide network.
    private const int BufferedGapUs = 1_000;

    // A burst's own spread: what one write takes to arrive in several segments.
    private const int MinBurstGapUs = 50;
    private const int MaxBurstGapUs = 2_000;

    /// <summary>Judges one answer.</summary>
    /// <param name="gapsUs">Gaps between its token events.</param>
    /// <param name="firstTokenUs">Time from the request to the first token event.</param>
    /// <param name="tokenEvents">Its token events.</param>
    /// <param name="tokens">Tokens that those events stand for by the server's count; null when it did not say.</param>
    /// <param name="choices">Choices that came.</param>
    public static StreamShape Judge(ReadOnlySpan<int> gapsUs, long firstTokenUs, int tokenEvents, long? tokens, int choices)
    {
        if (tokenEvents == 0)
            return default;
        var spanUs = 0L;
        var small = 0;
        foreach (var gap in gapsUs)
        {
            spanUs += gap;
            small += gap <= BufferedGapUs ? 1 : 0;
        }

        var isTogether = spanUs <= firstTokenUs * MaxBufferedSpan && small >= gapsUs.Length * 0.9;
        if (isTogether && (tokenEvents >= MinEvents || tokens / Math.Max(1, choices) >= MinTokensOfOneChunk))
            return new(StreamShapeKind.Buffered, tokenEvents, PeriodUs: 0);
        return tokenEvents < MinEvents ? default : JudgeBursts(gapsUs, spanUs, Math.Max(1, choices));
    }

    private static StreamShape JudgeBursts(ReadOnlySpan<int> gapsUs, long spanUs, int choices)
    {
        var insideUs = Math.Clamp(spanUs / gapsUs.Length / 10, MinBurstGapUs, MaxBurstGapUs);
        var sizes = ArrayPool<int>.Shared.Rent(gapsUs.Length + 1);
        var periods = ArrayPool<long>.Shared.Rent(gapsUs.Length + 1);
        var shape = JudgeBursts(gapsUs, insideUs, 2 * choices, sizes, periods);
        ArrayPool<int>.Shared.Return(sizes);
        ArrayPool<long>.Shared.Return(periods);
        return shape;
    }

    private static StreamShape JudgeBursts(ReadOnlySpan<int> gapsUs, long insideUs, int minBurst, int[] sizes, long[] periods)
    {
        var bursts = 0;
        var size = 1;
        var sinceStart = 0L;
        foreach (var gap in gapsUs)
        {
            sinceStart += gap;
            if (gap <= insideUs)
            {
                size++;
                continue;
            }

            periods[bursts] = sinceStart;
            sizes[bursts++] = size;
            sinceStart = 0;
            size = 1;
        }

        sizes[bursts++] = size;
        var inBursts = 0;
        foreach (var burst in sizes.AsSpan(0, bursts))
            inBursts += burst >= minBurst ? burst : 0;
        var median = Median(sizes.AsSpan(0, bursts));
        if (bursts < 2 || median < minBurst || inBursts < MinBurstShare * (gapsUs.Length + 1))
            return new(StreamShapeKind.Streamed, BurstEvents: 0, PeriodUs: 0);
        return new(StreamShapeKind.Batched, median, Median(periods.AsSpan(0, bursts - 1)));
    }

    // The lower one of two middles: a burst size stays a number of events that really came.
    private static T Median<T>(Span<T> values)
    {
        values.Sort();
        return values[(values.Length - 1) / 2];
    }
}
