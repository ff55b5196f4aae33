namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>A gauge over a window: mean, maximum, and by how much it grows. One thread.</summary>
internal sealed class GaugeTrack
{
    // A line through fewer says nothing.
    private const int LeastForTrend = 5;

    private int _n;
    private double _sum;
    private double _seconds;
    private double _secondsSquared;
    private double _product;

    /// <summary>The largest; null of nothing.</summary>
    public double? Max { get; private set; }

    /// <summary>Mean; null of nothing.</summary>
    public double? Mean => _n == 0 ? null : _sum / _n;

    /// <summary>Least-squares slope; null with too few values.</summary>
    public double? PerSecond
    {
        get
        {
            var spread = (_n * _secondsSquared) - (_seconds * _seconds);
            return _n < LeastForTrend || spread <= 0 ? null : ((_n * _product) - (_seconds * _sum)) / spread;
        }
    }

    /// <summary>Adds a value; null is passed over.</summary>
    public void Add(double? value, double atSeconds)
    {
        if (value is not { } known)
            return;
        _n++;
        _sum += known;
        _seconds += atSeconds;
        _secondsSquared += atSeconds * atSeconds;
        _product += atSeconds * known;
        Max = Math.Max(Max ?? known, known);
    }
}
