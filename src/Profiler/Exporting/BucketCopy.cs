namespace VllmStream.Profiling.Exporting;

/// <summary>A histogram at one instant; immutable.</summary>
/// <param name="Bounds">Upper bounds in the base unit, rising; infinity follows.</param>
/// <param name="Counts">Samples of each bucket alone, not of those below it; the last is beyond every bound.</param>
/// <param name="Count">All samples.</param>
/// <param name="Sum">Their sum in the base unit.</param>
internal sealed record BucketCopy(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, long Count, double Sum);
