namespace VllmStream.Profiling.Metrics;

/// <summary>TTFT of the requests that were due first, whenever they end. Not thread-safe.</summary>
internal sealed class EarlyTtft
{
    // Enough for a median, few enough to be the start of any run.
    private const int Requests = 10;

    // Rising by due time; requests due at the same instant stay in the order in which they ended.
    private readonly List<(long ScheduledUs, double Thousandths)> _first = new(Requests + 1);

    /// <summary>Their median, ms; null while there are fewer.</summary>
    public double? P50Ms => _first.Count < Requests ? null : Rounded.ToThousandth(_first.Select(one => one.Thousandths).Order().ElementAt((Requests - 1) / 2) / 1_000);

    /// <summary>Adds a success.</summary>
    public void Add(long scheduledUs, Reading ttft)
    {
        if (!ttft.IsPresent || _first.Count == Requests && scheduledUs >= _first[^1].ScheduledUs)
            return;
        var at = _first.Count;
        while (at > 0 && _first[at - 1].ScheduledUs > scheduledUs)
            at--;
        _first.Insert(at, (scheduledUs, ttft.Thousandths));
        if (_first.Count > Requests)
            _first.RemoveAt(Requests);
    }
}
