namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>A percentile that is marked in a distribution.</summary>
/// <param name="Name">p90, worst, ...</param>
/// <param name="Value">Its value, as the file has it; null = too few samples.</param>
/// <param name="Share">Share of the samples at or under it, 0..1.</param>
internal readonly record struct DistributionMark(string Name, double? Value, double Share);
