namespace VllmStream.Tests.Profiler.Exporting;

/// <summary>A data point of a push.</summary>
/// <param name="Metric">Name of its metric.</param>
/// <param name="Unit">Unit of its metric.</param>
/// <param name="Kind">gauge, sum or histogram.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Value">Of a gauge or a sum.</param>
/// <param name="Count">Of a histogram.</param>
/// <param name="Sum">Of a histogram.</param>
/// <param name="Counts">Of a histogram, bucket by bucket.</param>
/// <param name="Bounds">Of a histogram.</param>
/// <param name="StartNs">When it began to count.</param>
/// <param name="TimeNs">When it stood so.</param>
internal sealed record OtlpSeries(
    string Metric, string Unit, string Kind, IReadOnlyDictionary<string, string> Attributes, double Value, long Count, double Sum,
    IReadOnlyList<long> Counts, IReadOnlyList<double> Bounds, ulong StartNs, ulong TimeNs)
{
    /// <summary>An attribute; null without it.</summary>
    public string? this[string key] => Attributes.GetValueOrDefault(key);
}
