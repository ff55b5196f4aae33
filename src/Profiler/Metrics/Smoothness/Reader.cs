namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>Somebody who begins to read with the first token and reads at one speed: has to wait where the text comes slower than that. Pure.</summary>
/// <remarks>The idea of judging a stream by a reader's speed: Liu et al., Andes: Defining and Enhancing Quality-of-Experience in LLM-Based Text Streaming Services, 2024.</remarks>
public static class Reader
{
    /// <summary>
    /// 238 words a minute, the mean of silent reading of English non-fiction (Brysbaert, How many words do we read per minute?, 2019), at
    /// 4 tokens for 3 words.
    /// </summary>
    public const double TokensPerSecond = 238.0 / 60 * 4 / 3;

    private const double UsPerSecond = 1_000_000;

    /// <summary>How long the reader has nothing to read between the first token event and the last, microseconds.</summary>
    /// <param name="gapsUs">Gaps between the token events.</param>
    /// <param name="tokensPerEvent">Tokens that each event brings.</param>
    internal static long WaitUs(ReadOnlySpan<int> gapsUs, double tokensPerEvent)
    {
        var readingUs = tokensPerEvent * UsPerSecond / TokensPerSecond;
        // When everything that has come is read, from the first event on.
        var readUntil = readingUs;
        var (at, wait) = (0.0, 0.0);
        foreach (var gap in gapsUs)
        {
            at += gap;
            if (at > readUntil)
            {
                wait += at - readUntil;
                readUntil = at;
            }
            readUntil += readingUs;
        }
        return (long)Math.Round(wait);
    }
}
