using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>The levels of a load within the measured window. Not thread-safe; empty for a load that has no level (stages, traces).</summary>
internal sealed class LevelBook
{
    private readonly List<LevelAccumulator> _levels = [];
    private bool _isMeasuring;

    /// <summary>The level now; null where there is none.</summary>
    public double? Level { get; private set; }

    /// <summary>The load is at a level from now on.</summary>
    public void Begin(double level, long us)
    {
        Level = level;
        if (!_isMeasuring)
            return;
        if (_levels.Count > 0)
            _levels[^1].End(us);
        _levels.Add(new LevelAccumulator(level, us));
    }

    /// <summary>Measuring begins, or begins anew.</summary>
    public void BeginWindow(long us)
    {
        _isMeasuring = true;
        _levels.Clear();
        if (Level is { } level)
            _levels.Add(new LevelAccumulator(level, us));
    }

    /// <summary>Adds a measured request.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        for (var i = _levels.Count - 1; i >= 0; i--)
        {
            if (i > 0 && metrics.Times.ScheduledUs < _levels[i].Span.FromUs)
                continue;
            _levels[i].Add(record, metrics);
            return;
        }
    }

    /// <summary>Adds what any success put into their spans.</summary>
    public void AddSteady(RequestRecord record, in RequestTimes times)
    {
        foreach (var level in _levels)
            level.AddSteady(record, times);
    }

    /// <summary>Figures of each level; none where there was only one.</summary>
    /// <param name="endUs">End of the window.</param>
    public IReadOnlyList<LevelFigures> Figures(long endUs) => _levels.Count < 2 ? [] : [.. _levels.Select(level => level.Figures(endUs))];
}
