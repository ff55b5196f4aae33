using VllmStream.Cli;
using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Tests.Cli;

public sealed class ExchangeLineTests
{
    [Fact]
    public async Task Report_alone_writes_nothing_for_other_tools() => Assert.Equal(new ReportExchange(), (await TypeAsync("report a")).Report!.Exchange);

    [Fact]
    public async Task Report_takes_a_format_a_folder_and_a_tool()
    {
        Assert.Equal(new ReportExchange { Format = ExchangeFormat.Vllm, CsvFolder = "out" }, (await TypeAsync("report a --format vllm --json r.json --csv out")).Report!.Exchange);
        Assert.Equal(new ReportExchange { Format = ExchangeFormat.OpenMetrics }, (await TypeAsync("report a b --format openmetrics")).Report!.Exchange);
    }

    [Theory]
    [InlineData("vllm", ForeignTool.Vllm)]
    [InlineData("guidellm", ForeignTool.GuideLlm)]
    [InlineData("aiperf", ForeignTool.AiPerf)]
    [InlineData("locust", ForeignTool.Locust)]
    public async Task Report_speaks_as_another_tool(string word, ForeignTool tool) => Assert.Equal(tool, (await TypeAsync($"report a --as {word}")).Report!.Exchange.Tool);

    [Theory]
    [InlineData("report a --format csv", "--format csv is unknown; it can be vllm, openmetrics")]
    [InlineData("report a --as k6", "--as k6 is unknown; it can be vllm, guidellm, aiperf, locust")]
    [InlineData("report a --as vllm --format vllm", "--format vllm and --as vllm are two forms of one report; keep one")]
    [InlineData("report a --format openmetrics --json -", "--format openmetrics is no JSON and goes to stdout; leave --json - out")]
    [InlineData("report a b --format vllm", "--format vllm is of one run, and 2 files are named")]
    [InlineData("report a b --csv out", "--csv out is of one run, and 2 files are named")]
    [InlineData("report a b --as locust", "--as locust is of one run, and 2 files are named")]
    [InlineData("report a --csv ''", "--csv is empty; write the name of a folder")]
    [InlineData("report a --format vllm --json ./a", "--json ./a would write over a, which is read; write another name")]
    public async Task Line_that_cannot_be_says_why(string line, string error)
    {
        var terminal = await TypeAsync(line);
        Assert.StartsWith($"error: {error}\n", terminal.Errors.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(2, terminal.ExitCode);
    }

    private static Task<Terminal> TypeAsync(string line) => Terminal.TypeAsync(line, sources => sources.Files["a"] = sources.Files["b"] = "");
}
