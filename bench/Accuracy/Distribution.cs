namespace VllmStream.Bench.Accuracy;

/// <summary>Exact percentiles of a list of errors in microseconds.</summary>
internal sealed class Distribution(string name)
{
    private readonly List<double> _values = [];

    public void Add(double microseconds) => _values.Add(microseconds);

    public override string ToString()
    {
        if (_values.Count == 0)
            return $"{name,-34} no samples";
        _values.Sort();
        return $"{name,-34} {_values.Count,9} {At(0.5),9:0} {At(0.9),9:0} {At(0.99),9:0} {At(0.999),9:0} {_values[^1],9:0}";
    }

    public static string Header => $"{"µs",-34} {"n",9} {"p50",9} {"p90",9} {"p99",9} {"p99.9",9} {"max",9}";

    private double At(double quantile) => _values[Math.Max(0, (int)Math.Ceiling(quantile * _values.Count) - 1)];
}
