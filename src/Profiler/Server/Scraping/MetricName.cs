namespace VllmStream.Profiling.Server.Scraping;

/// <summary>What a name on a page stands for.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Part">What of it.</param>
/// <param name="Rank">Of several names of one metric on a page the one with the smallest rank counts: an old name may stand beside the new one.</param>
/// <param name="Server">The server that has such names.</param>
internal readonly record struct MetricName(ServerMetric Metric, SamplePart Part, int Rank, string Server);
