using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Tests.Tui;

/// <summary>Servers to draw.</summary>
internal static class ServerModels
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    public static ServerFigures Small { get; } = new()
    {
        Name = "vLLM", AtMs = 95_000, Replicas = 1, Running = 61, Waiting = 0, KvCacheRatio = 0.412,
        Window = new ServerSummary
        {
            Name = "vLLM", RunningMax = 77, WaitingMax = 2, KvCacheMaxRatio = 0.58, PrefixHitRatio = 0.003, PromptTokensPerS = 11_100, GenerationTokensPerS = 2_521, Counts = new ServerCounts { Preemptions = 0 },
            Times = new ServerTimes { Ttft = Time(172), Queue = Time(1.2), Prefill = Time(160), Decode = Time(4_120) },
            Ttft = new TtftBreakdown { ClientN = 689, ServerN = 689, ClientMs = 188, ServerMs = 172, OutsideMs = 16 },
        },
        History = [.. Enumerable.Range(0, 84).Select(i => new ServerPoint { Running = 40 + i % 20, Waiting = i % 3, KvCacheRatio = 0.3 + i * 0.003, TtftMs = i % 9 == 0 ? null : 160 + i, QueueMs = 1 + i % 4, GenerationTokensPerS = 2_500, GpuRatio = 0.9, GpuPowerW = 400 + i % 12 })],
        Gpus = [new GpuFigures("0") { Name = "NVIDIA A100-SXM4-80GB", UtilisationRatio = 0.93, MemoryUsedBytes = 61.2 * Gibibyte, MemoryTotalBytes = 80 * Gibibyte, PowerW = 412.3, TemperatureC = 64 }],
    };

    public static ServerFigures Huge { get; } = new()
    {
        Name = "vLLM", AtMs = 9e8, Replicas = 64, Running = 1e9, Waiting = 1e9, Swapped = 1e9, KvCacheRatio = 1,
        Window = new ServerSummary
        {
            Name = "vLLM", RunningMax = 1e9, WaitingMax = 1e9, SwappedMax = 1e9, KvCacheMaxRatio = 1, PrefixHitRatio = 1, PromptTokensPerS = 1e12, GenerationTokensPerS = 1e12, Counts = new ServerCounts { Preemptions = 1e12 },
            Times = new ServerTimes { Ttft = Time(3_599_999), Queue = Time(3_599_999), Prefill = Time(3_599_999), Decode = Time(3_599_999) },
            Ttft = new TtftBreakdown { ClientN = 1, ServerN = 1, ClientMs = 3_599_999, ServerMs = 1, OutsideMs = 3_599_998 },
            Traffic = new TrafficCheck { Verdict = TrafficCheck.Others, Text = "the server finished 999999999999 requests, this client 999999999: somebody else used it" },
        },
        History = [.. Enumerable.Range(0, 120).Select(i => new ServerPoint { Running = 1e9 + i, Waiting = 1e9, KvCacheRatio = 1, TtftMs = 3_599_999, QueueMs = 3_599_999, GpuRatio = 1, GpuPowerW = 99_999 })],
        Gpus = [.. Enumerable.Range(0, 64).Select(i => new GpuFigures($"a-host-with-a-very-long-name.example.org/{i}.7") { UtilisationRatio = 1, MemoryUsedBytes = 1e15, MemoryTotalBytes = 1e15, PowerW = 99_999, TemperatureC = 999 })],
    };

    private static ServerTime Time(double mean) => new() { N = 689, MeanMs = mean, P50Ms = new BucketBounds(100, 250) };
}
