using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>What a report has that those before it had not, by group.</summary>
/// <param name="Samples">Distributions.</param>
/// <param name="Counts">Requests that were sent, ended well and did not; empty for a report that a newer one has overtaken, which told of them.</param>
public sealed record ShareNews(IReadOnlyDictionary<string, HistogramSet> Samples, IReadOnlyDictionary<string, (long Sent, long Ok, long Failed)> Counts);
