using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Metrics;

/// <summary>What the summaries in these tests are of.</summary>
internal static class SummaryFactory
{
    public static RunDescription Description(IReadOnlyList<CheckTerm>? checks = null, IReadOnlyList<SloTerm>? slo = null, params string[] groups) => new()
    {
        Run = "7f3a",
        Tool = "vllmstream 0.3.0",
        StartedAt = new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero),
        Target = "http://127.0.0.1:8000/v1/chat/completions",
        Model = "Qwen/Qwen3-8B",
        ServerName = "vLLM",
        ServerVersion = "0.11.0",
        Mode = "stream",
        Load = new LoadDescription { Kind = "closed", Concurrency = 8, Seed = 42 },
        Groups = groups.Length == 0 ? ["chat"] : groups,
        Checks = checks ?? [],
        Slo = slo ?? [],
    };

    public static RunEnding Ending(Aggregator aggregator, double endMs) => new()
    {
        EndTicks = RecordFactory.At(endMs),
        Planned = aggregator.All.Requests,
        Sent = aggregator.All.Requests,
        Abandoned = 0,
    };
}
