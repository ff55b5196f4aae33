namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>The time that every chart of a run shows, so that they can be held against each other.</summary>
/// <param name="LengthMs">From run start to the end of the last interval.</param>
/// <param name="MeasuredFromMs">When measuring began; null when it did not.</param>
/// <param name="MeasuredToMs">When the last request was sent; null when the file does not say.</param>
internal sealed record TimeSpanShown(double LengthMs, double? MeasuredFromMs, double? MeasuredToMs);
