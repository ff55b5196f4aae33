namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>One bar of a histogram.</summary>
/// <param name="From">Lower edge, in the metric's unit.</param>
/// <param name="To">Upper edge.</param>
/// <param name="Count">Samples between them; a sample is where the middle of its bucket is, which is at most 0.1 % wide.</param>
internal readonly record struct DistributionBin(double From, double To, long Count);
