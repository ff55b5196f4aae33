namespace VllmStream.Profiling.Metrics;

/// <summary>Samples of one metric: a histogram in thousandths of the metric's unit, with exact count, minimum, maximum and sum beside it.</summary>
/// <remarks>Not thread-safe: each belongs to one aggregator. Two of them merge without loss.</remarks>
/// <param name="isNarrow">True where there are many and few samples come to each: it takes no more than these need.</param>
public sealed class Distribution(bool isNarrow = false)
{
    private readonly BucketWindow _buckets = new(!isNarrow);
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _sum;

    // Lowest and highest buckets in use: a pass over a distribution of 20 ms gaps need not walk up to an hour.
    private int _firstIndex = int.MaxValue;
    private int _lastIndex = -1;

    /// <summary>Samples.</summary>
    public long Count { get; private set; }

    /// <summary>Samples under 0 or above an hour, counted at the end of the scale; not 0 means that something is wrong.</summary>
    public long Clamped { get; private set; }

    /// <summary>Smallest sample in the metric's unit; null without samples.</summary>
    public double? Min => Count == 0 ? null : Rounded.ToThousandth(_min / 1_000);

    /// <summary>Largest sample in the metric's unit; null without samples.</summary>
    public double? Max => Count == 0 ? null : Rounded.ToThousandth(_max / 1_000);

    /// <summary>Arithmetic mean in the metric's unit; null without samples.</summary>
    public double? Mean => Count == 0 ? null : Rounded.ToThousandth(_sum / Count / 1_000);

    /// <summary>Sum of all samples in the metric's unit.</summary>
    public double Sum => Rounded.ToThousandth(_sum / 1_000);

    /// <summary>First bucket in use; past <see cref="LastIndex"/> when empty.</summary>
    internal int FirstIndex => Count == 0 ? 0 : _firstIndex;

    /// <summary>Last bucket in use; -1 when empty.</summary>
    internal int LastIndex => _lastIndex;

    /// <summary>Adds a sample when there is one.</summary>
    public void Record(Reading reading)
    {
        if (reading.IsPresent)
            Record(reading.Thousandths);
    }

    /// <summary>Adds a sample in thousandths of the unit.</summary>
    public void Record(double thousandths)
    {
        if (!(thousandths >= 0 && thousandths <= HistogramScale.Highest))
        {
            Clamped++;
            thousandths = thousandths > 0 ? HistogramScale.Highest : 0;
        }

        var bucketed = (long)Math.Round(thousandths);
        var index = HistogramScale.IndexOf(bucketed);
        _buckets.Add(index, 1);
        Widen(index);
        Count++;
        _sum += thousandths;
        _min = Math.Min(_min, thousandths);
        _max = Math.Max(_max, thousandths);
    }

    /// <summary>Adds every sample of another distribution.</summary>
    public void Add(Distribution other)
    {
        for (var index = other.FirstIndex; index <= other.LastIndex; index++)
        {
            if (other.CountAt(index) is > 0 and var count)
                _buckets.Add(index, count);
        }

        if (other.Count > 0)
        {
            Widen(other._firstIndex);
            Widen(other._lastIndex);
        }

        Count += other.Count;
        Clamped += other.Clamped;
        _sum += other._sum;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
    }

    /// <summary>The samples that came after an earlier state of this distribution; of them the count by bucket and the sum are exact.</summary>
    public Distribution Since(Distribution before)
    {
        var since = new Distribution(isNarrow: true);
        for (var index = FirstIndex; index <= LastIndex; index++)
        {
            if (CountAt(index) - before.CountAt(index) is > 0 and var count)
                since.AddBucket(index, count);
        }

        since._sum = _sum - before._sum;
        since.Clamped = Clamped - before.Clamped;
        // An end that moved is one of the new samples.
        if (since.Count > 0)
        {
            since._min = _min < before._min ? _min : Math.Clamp(since._min, _min, _max);
            since._max = _max > before._max ? _max : Math.Clamp(since._max, _min, _max);
        }

        return since;
    }

    /// <summary>Removes every sample.</summary>
    public void Clear()
    {
        if (Count > 0)
            _buckets.Clear();
        (Count, Clamped, _sum) = (0, 0, 0);
        (_min, _max) = (double.PositiveInfinity, double.NegativeInfinity);
        (_firstIndex, _lastIndex) = (int.MaxValue, -1);
    }

    /// <summary>A percentile in the metric's unit; null when there are too few samples for it.</summary>
    public double? Value(double percentile)
    {
        Span<double?> one = [null];
        Values([percentile], one);
        return one[0];
    }

    /// <summary>Several percentiles, rising, in one pass over the buckets.</summary>
    public void Values(ReadOnlySpan<double> percentiles, Span<double?> values)
    {
        var index = FirstIndex - 1;
        long seen = 0;
        for (var i = 0; i < percentiles.Length; i++)
        {
            if (!Percentile.HasEnough(percentiles[i], Count))
            {
                values[i] = null;
                continue;
            }

            var rank = Percentile.Rank(percentiles[i], Count);
            while (seen < rank)
                seen += _buckets.CountAt(++index);
            values[i] = ValueAt(index);
        }
    }

    /// <summary>The bucket counts as text, for <see cref="HistogramCodec"/>; null when empty.</summary>
    public string? Encode() => Count == 0 ? null : HistogramCodec.EncodeBase64(this);

    /// <summary>Rebuilds a distribution from its encoded buckets and the exact figures that stood beside them (null: as the buckets say).</summary>
    /// <exception cref="FormatException">The text is no histogram of our configuration.</exception>
    public static Distribution Decode(string? text, double? min, double? max, double? sum)
    {
        var distribution = new Distribution(isNarrow: true);
        if (text is null)
            return distribution;

        HistogramCodec.DecodeBase64(text, distribution.AddBucket);
        if (distribution.Count > 0)
        {
            distribution._min = min * 1_000 ?? distribution._min;
            distribution._max = max * 1_000 ?? distribution._max;
            distribution._sum = sum * 1_000 ?? distribution._sum;
        }

        return distribution;
    }

    /// <summary>The bucket counts that are not 0, in rising order of value, for drawing.</summary>
    public IReadOnlyList<HistogramBar> Bars()
    {
        var bars = new List<HistogramBar>();
        for (var index = FirstIndex; index <= LastIndex; index++)
        {
            if (CountAt(index) is > 0 and var count)
                bars.Add(new HistogramBar(HistogramScale.MiddleOf(index) / 1_000.0, count));
        }

        return bars;
    }

    internal long CountAt(int index) => _buckets.CountAt(index);

    /// <summary>Adds samples known only by their bucket; minimum, maximum and sum take its middle.</summary>
    internal void AddBucket(int index, long count)
    {
        var middle = HistogramScale.MiddleOf(index);
        _buckets.Add(index, count);
        Widen(index);
        Count += count;
        _sum += (double)middle * count;
        _min = Math.Min(_min, middle);
        _max = Math.Max(_max, middle);
    }

    private double ValueAt(int index) => Rounded.ToThousandth(Math.Clamp(HistogramScale.MiddleOf(index), _min, _max) / 1_000);

    private void Widen(int index)
    {
        _firstIndex = Math.Min(_firstIndex, index);
        _lastIndex = Math.Max(_lastIndex, index);
    }
}
