namespace VllmStream.Profiling.Metrics;

/// <summary>How many requests were in flight over a run, from their sends and ends; fixed memory however long the run is.</summary>
/// <remarks>
/// Counts are kept per slot of time; when the slots are used up, pairs are joined and a slot is twice as wide. What was in flight at the
/// edge of a slot is exact at any width: only peaks that come and go within one slot (10 ms in the first 80 s) can be missed.
/// Not thread-safe.
/// </remarks>
internal sealed class InFlightTimeline
{
    internal const int Slots = 8_192;
    private const int GrowthPoints = 64;
    private readonly int[] _changes = new int[Slots];
    private long _widthUs = 10_000;

    /// <summary>Adds a request; microseconds since run start.</summary>
    public void Add(long sentUs, long endUs)
    {
        if (sentUs < 0 || endUs < sentUs)
            return;
        // The later one first: what joins slots must not move the edge of the other.
        Change(endUs, -1);
        Change(sentUs, 1);
    }

    /// <summary>Adds what another process had in flight.</summary>
    /// <param name="changes">Its changes.</param>
    /// <param name="byUs">How much later than its run this one began; negative = earlier.</param>
    public void Add(InFlightChanges changes, long byUs)
    {
        for (var edge = 0; edge < changes.Changes.Count; edge++)
        {
            if (changes.Changes[edge] != 0)
                Change(Math.Max(0, edge * changes.WidthUs + byUs), changes.Changes[edge]);
        }
    }

    /// <summary>All of it, for another process.</summary>
    public InFlightChanges Changes() => new(_widthUs, _changes[..(Array.FindLastIndex(_changes, change => change != 0) + 1)]);

    /// <summary>What was in flight within a window, at the edges that lie in it.</summary>
    public InFlightFigures Read(long fromUs, long toUs)
    {
        var points = new List<InFlightPoint>();
        var inFlight = 0;
        for (var edge = 0; edge < Slots && edge * _widthUs <= toUs; edge++)
        {
            inFlight += _changes[edge];
            if (edge * _widthUs >= fromUs)
                points.Add(new InFlightPoint(edge * _widthUs / 1e6, inFlight));
        }

        if (points.Count == 0)
            return default;
        var counts = points.Select(point => (int)point.InFlight).Order().ToArray();
        return new InFlightFigures(counts[(int)Percentile.Rank(50, counts.Length) - 1], counts[^1], InFlightGrowth.Of(Spread(points[(points.Count / 2)..])));
    }

    // Evenly spread; neighbours that are closer to each other say the same.
    private static List<InFlightPoint> Spread(List<InFlightPoint> points) =>
        points.Count <= GrowthPoints ? points : [.. Enumerable.Range(0, GrowthPoints).Select(place => points[place * points.Count / GrowthPoints])];

    private void Change(long us, int by)
    {
        while (us / _widthUs >= Slots)
            Join();
        // An instant in (k-1, k] slots is felt at edge k.
        _changes[(int)Math.Min(Slots - 1, (us + _widthUs - 1) / _widthUs)] += by;
    }

    private void Join()
    {
        // Edges 2k-1 and 2k become edge k.
        for (var edge = 1; edge < Slots; edge++)
        {
            var changes = _changes[edge];
            _changes[edge] = 0;
            _changes[(edge + 1) / 2] += changes;
        }

        _widthUs *= 2;
    }
}
