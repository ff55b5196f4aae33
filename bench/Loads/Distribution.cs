namespace VllmStream.Bench.Loads;

/// <summary>Exact percentiles of a list, mostly of errors in microseconds.</summary>
internal sealed class Distribution(string name)
{
    private readonly List<double> _values = [];
    private bool _sorted;

    /// <summary>Column names of the text.</summary>
    public static string Header => $"{"µs",-34} {"n",9} {"p50",9} {"p90",9} {"p99",9} {"p99.9",9} {"max",9}";

    /// <summary>Number of values.</summary>
    public int Count => _values.Count;

    public void Add(double microseconds)
    {
        _values.Add(microseconds);
        _sorted = false;
    }

    /// <summary>The value at a quantile; NaN without values.</summary>
    public double At(double quantile)
    {
        if (!_sorted)
            _values.Sort();
        _sorted = true;
        return _values.Count == 0 ? double.NaN : _values[Math.Max(0, (int)Math.Ceiling(quantile * _values.Count) - 1)];
    }

    public override string ToString() => _values.Count == 0
        ? $"{name,-34} no samples"
        : $"{name,-34} {_values.Count,9} {At(0.5),9:0} {At(0.9),9:0} {At(0.99),9:0} {At(0.999),9:0} {At(1),9:0}";
}
