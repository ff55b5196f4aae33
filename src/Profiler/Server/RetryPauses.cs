namespace VllmStream.Profiling.Server;

/// <summary>How long to wait between two looks whether a server is there: at first briefly, then as long as a server that loads a model does not mind. Pure.</summary>
public static class RetryPauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // What is kept for the last look: the time is up when that is over, and not before it.
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause after so many attempts.</summary>
    public static TimeSpan After(int attempts)
    {
        var pause = First * Math.Pow(2, Math.Min(attempts - 1, 10));
        return pause < Longest ? pause : Longest;
    }

    /// <summary>The same where waiting ends: shorter before the last attempt, and null when there is no time for another.</summary>
    public static TimeSpan? Within(int attempts, TimeSpan left)
    {
        var pause = After(attempts);
        if (pause + LastLook < left)
            return pause;
        return left > 2 * LastLook ? left - LastLook : null;
    }

    /// <summary>How many attempts follow so many within a time, if each takes none.</summary>
    public static int MoreAfter(int attempts, TimeSpan left)
    {
        var more = 0;
        while (Within(attempts + more, left) is { } pause)
        {
            left -= pause;
            more++;
        }

        return more;
    }
}
