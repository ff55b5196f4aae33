namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>Gaps before token events of certain numbers: whether text comes slower the longer an answer gets.</summary>
/// <param name="From">Number of the first token event of the class, from 2; the class ends before twice that number.</param>
/// <param name="N">Gaps.</param>
/// <param name="SumMs">All of them together.</param>
/// <param name="MaxMs">The longest.</param>
public sealed record PositionFigures(int From, long N, double SumMs, double MaxMs)
{
    /// <summary>Their mean.</summary>
    public double? MeanMs => Rounded.Per(SumMs, N);
}
