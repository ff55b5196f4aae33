namespace VllmStream.Profiling.Exporting;

/// <summary>One series of a family at one instant; immutable.</summary>
/// <param name="Labels">What tells it from the others; null values are left out.</param>
/// <param name="Value">Its value; of a histogram nothing.</param>
/// <param name="Buckets">Of a histogram; null for the others.</param>
internal sealed record LivePoint((string Key, string? Value)[] Labels, double Value, BucketCopy? Buckets = null);
