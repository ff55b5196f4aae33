namespace VllmStream.Profiling.Sweeping;

/// <summary>Median TTFT second by second: tells whether it runs away. Not thread-safe.</summary>
internal sealed class TtftSeconds
{
    private const int LeastSeconds = 9;
    private const long LeastTokensOfThird = 20;
    private const double Runaway = 3;

    // Under this a factor of three is within what one machine does to another.
    private const double LeastRiseMs = 20;

    private readonly List<(double Ms, long N)> _seconds = [];
    private double _lastEndMs;

    /// <summary>Takes the newest second of a sample, once.</summary>
    public void Add(in StageSample sample)
    {
        if (sample.SecondEndMs <= _lastEndMs || sample.ElapsedMs - sample.MeasuredMs > sample.SecondEndMs - 1_000)
            return;
        _lastEndMs = sample.SecondEndMs;
        if (sample.SecondTtftMs is { } ms)
            _seconds.Add((ms, sample.SecondTtftN));
    }

    /// <summary>True when the last third is more than three times the first, and the one between lies between.</summary>
    public bool RunsAway()
    {
        if (_seconds.Count < LeastSeconds)
            return false;
        var third = _seconds.Count / 3;
        var (first, middle, last) = (Of(0, third), Of(third, _seconds.Count - third), Of(_seconds.Count - third, _seconds.Count));
        return first.N >= LeastTokensOfThird && last.N >= LeastTokensOfThird
            && last.Ms > Runaway * first.Ms && last.Ms > first.Ms + LeastRiseMs && middle.Ms > first.Ms && last.Ms > middle.Ms;
    }

    private (double Ms, long N) Of(int from, int to)
    {
        var part = _seconds[from..to];
        part.Sort((one, other) => one.Ms.CompareTo(other.Ms));
        return (part[part.Count / 2].Ms, part.Sum(second => second.N));
    }
}
