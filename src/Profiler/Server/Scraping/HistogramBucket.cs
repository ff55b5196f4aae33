namespace VllmStream.Profiling.Server.Scraping;

/// <summary>A cumulative bucket.</summary>
/// <param name="UpTo">Upper bound, itself included; infinity for the last one.</param>
/// <param name="Count">Values up to it.</param>
internal readonly record struct HistogramBucket(double UpTo, double Count);
