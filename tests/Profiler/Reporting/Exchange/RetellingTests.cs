using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Retold;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class RetellingTests
{
    // One stream: role chunk at 400 ms, reasoning from 400.1, content from 2400, the last of 101 tokens at 4400, usage at 4401;
    // sent 5 ms after it was begun, 150 ms after it was due.
    [Theory]
    [InlineData(ForeignTool.Vllm, "mean TTFT", 395.1, 400.0)]
    [InlineData(ForeignTool.Vllm, "mean TPOT", 39.999, 40.01)]
    [InlineData(ForeignTool.Vllm, "mean ITL", 1999.95, 1333.333)]
    [InlineData(ForeignTool.Vllm, "median E2EL", 4396.0, 4401.0)]
    [InlineData(ForeignTool.Vllm, "peak concurrent requests", null, 1.0)]
    [InlineData(ForeignTool.GuideLlm, "median TTFT", 395.1, 400.1)]
    [InlineData(ForeignTool.GuideLlm, "median ITL", 39.999, 39.999)]
    [InlineData(ForeignTool.GuideLlm, "median TPOT", 39.999, 43.564)]
    [InlineData(ForeignTool.GuideLlm, "median request latency", 4.396, 4.401)]
    [InlineData(ForeignTool.AiPerf, "avg TTFT", 395.1, 400.1)]
    [InlineData(ForeignTool.AiPerf, "avg TTFO", 2395.0, 2400.0)]
    [InlineData(ForeignTool.AiPerf, "avg TTST", null, 1999.9)]
    [InlineData(ForeignTool.AiPerf, "avg ITL", 39.999, 39.999)]
    [InlineData(ForeignTool.AiPerf, "avg ICL", 1999.95, 1999.95)]
    [InlineData(ForeignTool.AiPerf, "avg request latency", 4396.0, 4400.0)]
    [InlineData(ForeignTool.Locust, "median response time", 4396.0, 4401.0)]
    [InlineData(ForeignTool.Locust, "99%", null, 4400.0)]
    public void Stream_of_ten_answers_is_told_as_each_tool_tells_it(ForeignTool tool, string name, double? ours, double theirs)
    {
        var figure = Assert.Single(Tell(tool, LoggedRun.Of(LoggedRun.TenAnswers)).Figures, figure => figure.Name == name);
        Assert.Equal(theirs, figure.Theirs!.Value, 3);
        // A histogram's percentile is within a bucket of 0.1 %.
        if (ours is { } expected)
            Assert.InRange(figure.Ours!.Value, expected * 0.999, expected * 1.001);
        Assert.True(figure.Why.Length > 0);
    }

    [Fact]
    public void GuideLlm_weighs_a_request_by_its_tokens()
    {
        var slow = LoggedRun.TenAnswers with { Id = 1, OutputTokens = 11, LastTokenMs = 550.1 + 1_000 };
        var figures = Tell(ForeignTool.GuideLlm, LoggedRun.Of(LoggedRun.TenAnswers, slow, slow with { Id = 2 })).Figures;
        // Two of three requests took 100 ms a token, and 20 of 120 tokens.
        Assert.Equal(39.999, figures.Single(figure => figure.Name == "median ITL").Theirs);
        Assert.Equal(100, figures.Single(figure => figure.Name == "p95 ITL").Theirs);
    }

    [Fact]
    public void Locust_counts_failures_into_its_times()
    {
        var figures = Tell(ForeignTool.Locust, LoggedRun.Of(LoggedRun.TenAnswers, LoggedRun.TenAnswers with { Id = 1, Outcome = Outcome.HttpError, EndMs = 151 })).Figures;
        Assert.Equal((1, 2, 1), (figures.Single(figure => figure.Name == "min response time").Theirs, figures[0].Theirs, figures[1].Theirs));
    }

    [Theory]
    [InlineData(ForeignTool.Vllm, "peak output token throughput")]
    [InlineData(ForeignTool.AiPerf, "avg TTST")]
    [InlineData(ForeignTool.AiPerf, "avg ICL")]
    public void What_needs_gaps_says_so(ForeignTool tool, string name)
    {
        var figure = Tell(tool, LoggedRun.Of(LoggedRun.TenAnswers with { GapsUs = null })).Figures.Single(figure => figure.Name == name);
        Assert.Null(figure.Theirs);
        Assert.Contains("--record gaps", figure.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ForeignTool.Vllm)]
    [InlineData(ForeignTool.GuideLlm)]
    [InlineData(ForeignTool.AiPerf)]
    [InlineData(ForeignTool.Locust)]
    public void Text_fits_80_columns_and_json_has_the_same_figures(ForeignTool tool)
    {
        var retold = Tell(tool, LoggedRun.Mixed(RecordDetail.Gaps));
        using var writer = new StringWriter();
        RetoldText.Write(retold, writer);
        Assert.All(writer.ToString().Split('\n'), line => Assert.InRange(TextWidth.Of(line), 0, 80));
        Assert.All(retold.Figures, figure => Assert.Contains(figure.Name, writer.ToString(), StringComparison.Ordinal));
        Assert.All(retold.Figures, figure => Assert.NotNull(figure.Theirs));
        using var json = JsonDocument.Parse(Retelling.ToJson(retold));
        Assert.Equal(["run", "tool", "requests", "figures", "notes"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(retold.Figures.Select(figure => figure.Theirs), json.RootElement.GetProperty("figures").EnumerateArray().Select(figure => (double?)figure.GetProperty("theirs").GetDouble()));
    }

    [Fact]
    public void Run_without_a_success_has_no_numbers_of_times()
    {
        foreach (var tool in Enum.GetValues<ForeignTool>())
        {
            var retold = Tell(tool, LoggedRun.Of(LoggedRun.TenAnswers with { Outcome = Outcome.ConnectError, StartedMs = null, SentMs = null, FirstEventMs = null, FirstTokenMs = null, FirstVisibleMs = null, LastTokenMs = null, EndMs = null, OutputTokens = null, GapsUs = null }));
            Assert.All(retold.Figures.Where(figure => figure.Unit is "ms" or "s"), figure => Assert.Null(figure.Theirs));
        }
    }

    private static RetoldRun Tell(ForeignTool tool, LoggedRun run) => Retelling.Of(tool, run.Stream, run.Summary);
}
