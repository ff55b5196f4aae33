using System.Text.Json;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Output;

[Trait("transport", "any")]
public sealed class ExchangeTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "report")]
    public async Task Report_writes_a_run_for_other_tools()
    {
        using var played = await simulator.RunAsync([Chat(20, 7, 5), Chat(30, 7, 5)], ["-c", "2", "-n", "8", "--record", "gaps", "--tag", "tp=4"]);
        using var vllm = JsonDocument.Parse((await ReportAsync("--format", "vllm", "--json", "-")).Stdout);
        Assert.Equal((8, 8, 0, "4"), (Number("num_prompts"), Number("completed"), Number("failed"), vllm.RootElement.GetProperty("tp").GetString()));
        Assert.Equal((8, 8), (vllm.RootElement.GetProperty("ttfts").GetArrayLength(), vllm.RootElement.GetProperty("itls").GetArrayLength()));
        // Their first chunk is the role chunk, which comes at once: where it came by itself there is a gap behind it. The last of five tokens is due after 48 ms.
        foreach (var (ttft, gaps) in vllm.RootElement.GetProperty("ttfts").EnumerateArray().Zip(vllm.RootElement.GetProperty("itls").EnumerateArray()))
        {
            Assert.InRange(gaps.GetArrayLength(), 4, 5);
            Assert.InRange(ttft.GetDouble() + gaps.EnumerateArray().Sum(gap => gap.GetDouble()), 0.045, 5);
        }

        // What we wrote for vLLM and read back is no different from the run.
        await ReportAsync("--format", "vllm", "--json", "r.json");
        var compared = await Vllmstream.RunAsync(played.Folder, ["compare", "run.ndjson", "r.json", "--json", "-"]);
        Expect.Exit(0, compared);
        using var comparison = JsonDocument.Parse(compared.Stdout);
        Assert.Equal(JsonValueKind.Null, comparison.RootElement.GetProperty("b").GetProperty("verdict").ValueKind);
        var changes = comparison.RootElement.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("change")).Where(change => change.ValueKind == JsonValueKind.Number).ToArray();
        Assert.True(changes.Length >= 8);
        Assert.All(changes, change => Assert.Equal(0, change.GetDouble(), 12));

        var page = await ReportAsync("--format", "openmetrics");
        Assert.Contains("vllmstream_requests_total{group=\"chat\",result=\"ok\"} 8\n", page.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", page.Stdout, StringComparison.Ordinal);

        var tables = await ReportAsync("--csv", "out");
        Assert.Equal(played.Process.Stdout, tables.Stdout);
        Assert.Contains("stats_history.csv", tables.Stderr, StringComparison.Ordinal);
        Assert.True((await File.ReadAllLinesAsync(Path.Combine(played.Folder.File("out"), "requests.csv"), TestContext.Current.CancellationToken)).Length > 8);
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(played.Folder.File("out"), "stats.csv"), TestContext.Current.CancellationToken)).Length);

        foreach (var tool in new[] { "vllm", "guidellm", "aiperf", "locust" })
        {
            Assert.Contains("8 measured requests", (await ReportAsync("--as", tool)).Stdout, StringComparison.Ordinal);
            using var retold = JsonDocument.Parse((await ReportAsync("--as", tool, "--json", "-")).Stdout);
            Assert.NotEqual(0, retold.RootElement.GetProperty("figures").GetArrayLength());
        }

        int Number(string key) => vllm.RootElement.GetProperty(key).GetInt32();

        async Task<ProcessResult> ReportAsync(params string[] options)
        {
            var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson", .. options]);
            Expect.Exit(0, report);
            return report;
        }
    }
}
