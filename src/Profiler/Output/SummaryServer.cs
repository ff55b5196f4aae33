using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Output;

/// <summary>What the server said of itself, TTFT taken apart, GPUs.</summary>
internal static class SummaryServer
{
    private const double BytesPerGibibyte = 1024.0 * 1024 * 1024;
    private const double BytesPerMegabyte = 1e6;

    public static void Write(SummaryPage page, RunSummary summary)
    {
        if (summary.Server is not { } server)
            return;
        WriteGauges(page, server);
        if (server.Ttft is { } ttft)
            WriteTtft(page, ttft);
        if (server.Traffic is { Verdict: TrafficCheck.Others or TrafficCheck.Fewer } traffic)
            page.Sentence("", traffic.Text);
        if (server.Gpu is { } gpu)
            WriteGpu(page, gpu);
        foreach (var host in server.Hosts)
            WriteHost(page, host);
    }

    private static void WriteGauges(SummaryPage page, ServerSummary server)
    {
        // Of a server that nobody said to have metrics, their absence is no news.
        if (server.Name is null)
            return;
        page.Facts(
            "server",
            server.KvCacheP50Ratio is null ? null : $"KV cache p50 {Figure.Percent(server.KvCacheP50Ratio)} max {Figure.Percent(server.KvCacheMaxRatio)}",
            server.WaitingMax is null ? null : $"waiting max {Figure.Amount(server.WaitingMax)}",
            server.PrefixHitRatio is null ? null : $"prefix hit {Figure.Share(server.PrefixHitRatio)}",
            server.SpecAcceptanceRatio is null ? null : $"drafts accepted {Figure.Share(server.SpecAcceptanceRatio)}",
            server.Counts.Preemptions is > 0 and var preempted ? $"preempted {Figure.Amount(preempted)}" : null,
            server.Replicas.Count > 1 ? $"{server.Replicas.Count} replicas" : null,
            server.Resets > 0 ? $"counted from zero {server.Resets} times: restarted, or several behind one address" : null,
            server.Reasons.TryGetValue("metrics", out var reason) ? reason : null);
    }

    private static void WriteTtft(SummaryPage page, TtftBreakdown ttft)
    {
        if (ttft.ServerMs is null)
        {
            if (ttft.ClientN > 0 && ttft.ServerN > 0)
                page.Sentence("", $"TTFT not taken apart: {ttft.Reasons.GetValueOrDefault("server_ms")}");
            return;
        }
        page.Sentence("", ttft.OutsideMs >= 0
            ? $"TTFT server mean {Figure.Three(ttft.ServerMs)}, client {Figure.Three(ttft.ClientMs)}: {Figure.Three(ttft.OutsideMs)} ms in network, HTTP and parsing"
            : $"TTFT server mean {Figure.Three(ttft.ServerMs)}, client {Figure.Three(ttft.ClientMs)} ms");
        var parts = new List<string>();
        Add(parts, "network", ttft.NetworkMs);
        Add(parts, "HTTP and template", ttft.HttpMs);
        Add(parts, "queue", ttft.QueueMs);
        Add(parts, "prefill", ttft.PrefillMs);
        if (ttft.OutputMs is null)
            Add(parts, "server", ttft.ServerMs);
        else
            Add(parts, "output", ttft.OutputMs);
        // With the kernel's time this client adds nothing, and that needs no word.
        if (ttft.ClientLagMs > 0)
            Add(parts, "client", ttft.ClientLagMs);
        Add(parts, "unexplained", ttft.ResidualMs);
        // Two parts of which one is the rest say what the line above has said.
        if (parts.Count > 2)
            page.Sentence("", $"= {string.Join(" + ", parts)} ms");
    }

    private static void Add(List<string> parts, string name, double? ms)
    {
        if (ms is { } known)
            parts.Add($"{name} {(known < 0 ? "-" : "")}{Figure.Tenth(Math.Abs(known))}");
    }

    private static void WriteHost(SummaryPage page, HostFigures host) => page.Facts(
        "host",
        host.CpuRatio is null ? null : $"cpu {Figure.Percent(host.CpuRatio)}",
        host.MemoryUsedBytes is null ? null : $"mem max {Figure.Three(host.MemoryUsedBytes / BytesPerGibibyte)} of {Figure.Three(host.MemoryTotalBytes / BytesPerGibibyte)} GiB",
        host.NetReceivedBytesPerS is null ? null : $"in {Figure.Three(host.NetReceivedBytesPerS / BytesPerMegabyte)} out {Figure.Three(host.NetSentBytesPerS / BytesPerMegabyte)} MB/s",
        host.Source);

    private static void WriteGpu(SummaryPage page, GpuSummary gpu)
    {
        var names = gpu.Gpus.Select(one => one.Name).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        page.Facts(
            "gpu",
            $"{gpu.Busy} of {gpu.Gpus.Count} busy{(names.Length == 1 ? $" ({names[0]})" : "")}",
            gpu.UtilisationRatio is null ? null : $"util {Figure.Percent(gpu.UtilisationRatio)}",
            gpu.Gpus.Max(one => one.MemoryUsedBytes) is { } most ? $"mem max {Figure.Three(most / BytesPerGibibyte)} GiB" : null,
            gpu.PowerW is null ? null : $"{Figure.Three(gpu.PowerW)} W",
            gpu.OutputTokensPerSPerGpu is null ? null : $"{Figure.Three(gpu.OutputTokensPerSPerGpu)} tok/s per GPU",
            gpu.OutputTokensPerJoule is null ? null : $"{Figure.Three(gpu.OutputTokensPerJoule)} tok/J");
    }
}
