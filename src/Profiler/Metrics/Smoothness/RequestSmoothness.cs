using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>How evenly the tokens of one answer came.</summary>
/// <param name="Stalls">Gaps that were stalls (<see cref="Stall"/>).</param>
/// <param name="StalledUs">Their sum, microseconds.</param>
/// <param name="LongestUs">The longest of them; 0 without any.</param>
/// <param name="LongestBefore">Number of the token event that came after the longest, from 1; 0 without any.</param>
/// <param name="ReaderWaitUs">How long a reader of this answer had nothing to read after the first token, microseconds (<see cref="Reader"/>).</param>
public readonly record struct RequestSmoothness(int Stalls, long StalledUs, int LongestUs, int LongestBefore, long ReaderWaitUs)
{
    /// <summary>That of an answer with gaps; null for one without: not streamed, or under two token events.</summary>
    /// <param name="record">Still owning its gaps.</param>
    /// <param name="medianUs">Median of its gaps.</param>
    internal static RequestSmoothness? Of(RequestRecord record, double medianUs)
    {
        var gaps = record.GapsUs;
        if (gaps.IsEmpty)
            return null;
        var threshold = Stall.Threshold(medianUs);
        var (stalls, stalledUs, longest) = (0, 0L, -1);
        for (var i = 0; i < gaps.Length; i++)
        {
            if (gaps[i] <= threshold)
                continue;
            stalls++;
            stalledUs += gaps[i];
            if (longest < 0 || gaps[i] > gaps[longest])
                longest = i;
        }

        // The first gap is ended by the second token event.
        return new RequestSmoothness(stalls, stalledUs, longest < 0 ? 0 : gaps[longest], longest < 0 ? 0 : longest + 2, Reader.WaitUs(gaps, TokensPerEvent(record)));
    }

    private static double TokensPerEvent(RequestRecord record) =>
        record is { OutputTokens: { } tokens, TokenEvents: > 0 } && tokens > record.TokenEvents ? (double)tokens / record.TokenEvents : 1;
}
