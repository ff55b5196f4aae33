namespace VllmStream.Profiling.Metrics;

/// <summary>One distribution per metric: everything measured of one group. Not thread-safe.</summary>
public sealed class HistogramSet
{
    private readonly Distribution[] _distributions;

    /// <summary>Makes a set of empty distributions.</summary>
    public HistogramSet()
        : this(_ => new Distribution())
    {
    }

    /// <summary>Makes a set of given distributions.</summary>
    public HistogramSet(Func<MetricId, Distribution> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _distributions = new Distribution[MetricTable.Count];
        for (var i = 0; i < _distributions.Length; i++)
            _distributions[i] = make((MetricId)i);
    }

    /// <summary>An empty set that takes no more room than its samples need.</summary>
    internal static HistogramSet Narrow() => new(static _ => new Distribution(isNarrow: true));

    /// <summary>The distribution of a metric.</summary>
    public Distribution this[MetricId metric] => _distributions[(int)metric];

    /// <summary>Adds every sample of another set.</summary>
    public void Add(HistogramSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _distributions.Length; i++)
            _distributions[i].Add(other._distributions[i]);
    }

    /// <summary>A set of its own with the same samples.</summary>
    public HistogramSet Copy()
    {
        var copy = Narrow();
        copy.Add(this);
        return copy;
    }

    /// <summary>The samples that came after an earlier state of this set.</summary>
    public HistogramSet Since(HistogramSet before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new HistogramSet(metric => this[metric].Since(before[metric]));
    }

    /// <summary>Samples off the scale, of all metrics.</summary>
    public long Clamped
    {
        get
        {
            long clamped = 0;
            foreach (var distribution in _distributions)
                clamped += distribution.Clamped;
            return clamped;
        }
    }
}
