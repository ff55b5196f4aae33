namespace VllmStream.Profiling.Metrics;

/// <summary>When each measured window of a run began, in microseconds since run start. One thread.</summary>
internal sealed class WindowStarts
{
    private readonly List<long> _startsUs = [];

    /// <summary>Windows that have begun.</summary>
    public int Count => _startsUs.Count;

    /// <summary>Another one begins.</summary>
    public void Add(long fromUs) => _startsUs.Add(fromUs);

    /// <summary>Number of the window in which a request was due, from 1; what was due before the first belongs to it.</summary>
    public int NumberOf(long scheduledUs)
    {
        var window = _startsUs.Count;
        while (window > 1 && scheduledUs < _startsUs[window - 1])
            window--;
        return Math.Max(1, window);
    }
}
