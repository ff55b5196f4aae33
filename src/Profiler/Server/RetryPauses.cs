namespace VllmStream.Profiling.Server;

/// <summary>How long to wait between two looks whether a server is there: at first briefly, then as long as a server that loads a model does not mind. Pure.</summary>
public static class RetryPauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The pause after so many attempts.</summary>
    public static TimeSpan After(int attempts)
    {
        var pause = First * Math.Pow(2, Math.Min(attempts - 1, 10));
        return pause < Longest ? pause : Longest;
    }

    /// <summary>How many attempts follow so many within a time, if each takes none; the last one is made when it is over.</summary>
    public static int MoreAfter(int attempts, TimeSpan left)
    {
        var more = 0;
        while (left > TimeSpan.Zero)
        {
            left -= After(attempts + more);
            more++;
        }

        return more;
    }
}
