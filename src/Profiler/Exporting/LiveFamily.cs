namespace VllmStream.Profiling.Exporting;

/// <summary>A family at one instant, the same for every format; immutable.</summary>
/// <param name="Heading">Name, type, unit and help.</param>
/// <param name="Points">Its series; none where nothing is known.</param>
internal sealed record LiveFamily(MetricHeading Heading, IReadOnlyList<LivePoint> Points);
