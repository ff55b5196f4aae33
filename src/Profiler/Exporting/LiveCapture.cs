namespace VllmStream.Profiling.Exporting;

/// <summary>Everything that is exported, as of one instant; immutable, any thread.</summary>
/// <param name="Families">The families, in the order of the page.</param>
/// <param name="Endpoints">The endpoint of each group's requests, as far as one has ended.</param>
internal sealed record LiveCapture(IReadOnlyList<LiveFamily> Families, IReadOnlyDictionary<string, string> Endpoints);
