using VllmStream.Profiling.Server.Scraping;
using VllmStream.Tests.Profiler.Server.Scraping;

namespace VllmStream.Tests.Profiler.Metrics.ServerSide;

/// <summary>Looks at a server, made by hand.</summary>
internal static class Scrapes
{
    /// <summary>A look.</summary>
    /// <param name="atMs">When, since run start.</param>
    /// <param name="client">What the client had counted: requests begun and ended, first tokens and the sum of their times.</param>
    /// <param name="lines">Lines of vLLM's page, names without their prefix; none = no page.</param>
    public static ServerScrape At(double atMs, ClientCount client, params string[] lines) => Of(0, atMs, client, lines);

    /// <summary>The same of one of several replicas.</summary>
    public static ServerScrape Of(int replica, double atMs, ClientCount client, params string[] lines) => lines.Length == 0
        ? new ServerScrape(replica, RecordFactory.At(atMs), null, client) { Problem = "503 Service Unavailable" }
        : new ServerScrape(replica, RecordFactory.At(atMs), MetricsData.Vllm(lines), client);

    /// <summary>Sum and count of a histogram without buckets.</summary>
    public static string[] Time(string name, double sum, int count) =>
        [FormattableString.Invariant($"{name}_sum {sum}"), $"{name}_count {count}"];
}
