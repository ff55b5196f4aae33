using System.Text;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Scraping;

/// <summary>Pages of metrics, recorded and made.</summary>
internal static class MetricsData
{
    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "metrics", file));

    /// <summary>A page of the data folder.</summary>
    public static ServerPage Recorded(string file) => Read(Bytes(file));

    /// <summary>A page of vLLM with these lines: names without their prefix.</summary>
    public static ServerPage Vllm(params string[] lines) => Read(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => "vllm:" + line))));

    private static ServerPage Read(byte[] bytes)
    {
        var page = ServerPage.Read(bytes, out var problem);
        Assert.Null(problem);
        return page!;
    }
}
