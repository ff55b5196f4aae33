using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Output;

public sealed class SummaryTextTests
{
    public static TheoryData<string> Names => [.. Summaries.Keys];

    private static Dictionary<string, Func<RunSummary>> Summaries { get; } = new(StringComparer.Ordinal)
    {
        ["typical"] = () => SampleRun.PlayMixed().Summary with { Server = Server },
        ["empty"] = () => Play([], SummaryFactory.Description()),
        ["few"] = () => Play([RecordFactory.Streamed(0, RecordFactory.Every(150, 10, 12)), RecordFactory.Streamed(5, [200], outputTokens: 1)], SummaryFactory.Description()),
        ["all-failed"] = () => Play(Failures(), SummaryFactory.Description()),
        ["huge"] = Huge,
        ["interrupted"] = () => SampleRun.Play(SampleRun.Mixed().Take(40), SampleRun.MixedDescription, 384, 1_500, 2_900, ending: ending => ending with { Signal = 2, Abandoned = 3 }).Summary,
        ["nonstream"] = () => Play(Enumerable.Range(0, 120).Select(i => RecordFactory.Whole(i * 10, 900 + i, id: i)), SummaryFactory.Description() with { Mode = "nonstream" }),
        ["chunks"] = () => Play(Enumerable.Range(0, 120).Select(i => RecordFactory.Streamed(i * 10, RecordFactory.Every(100, 40, 10), outputTokens: 40, firstEventTokens: 4, id: i, shape: StreamShapeKind.Batched)), SummaryFactory.Description()),
        ["not-valid"] = () => SampleRun.Play(Waiting(), SummaryFactory.Description(), 0, 5_000, 6_000, ending: ending => ending with
        {
            Client = new ClientHealthReport { SendLagP99Ms = 41, ReadLagP99Ms = 0.2, InvalidReasons = ["client saturated: send lag p99 41 ms is more than 5 % of TTFT p50"] },
        }).Summary,
        ["paired"] = () => SampleRun.PlayPaired().Summary,
        ["spread"] = () => SampleRun.PlayMixed().Summary with { Agents = SpreadFactory.Small.Agents, Regions = SpreadFactory.Small.Regions },
        ["spread-huge"] = () => SpreadFactory.Huge,
        ["cut"] = () => SampleRun.Report(SampleRun.PlayMixed().TextWithoutSummary),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void SummaryText_is_the_golden_one(string name) =>
        Repository.AssertIsFile($"tests/Profiler/Output/Golden/{name}.txt", SummaryText.ToText(Summaries[name](), new SummaryTextOptions { File = "out/run-7f3a.ndjson", FileBytes = 4_900_000 }));

    [Theory]
    [MemberData(nameof(Names))]
    public void SummaryText_is_at_most_80_columns_and_has_no_escapes(string name)
    {
        foreach (var line in SummaryText.ToText(Summaries[name](), SummaryTextOptions.Plain).Split('\n'))
        {
            Assert.True(TextWidth.Of(line) <= 80, line);
            Assert.DoesNotContain(line, char.IsControl);
            Assert.Equal(line.TrimEnd(), line);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SummaryText_ascii_is_ascii(string name) =>
        Assert.All(SummaryText.ToText(Summaries[name](), new SummaryTextOptions { Ascii = true }), c => Assert.True(char.IsAscii(c), $"{c}"));

    [Theory]
    [MemberData(nameof(Names))]
    public void SummaryText_colour_changes_colour_only(string name)
    {
        var colored = SummaryText.ToText(Summaries[name](), new SummaryTextOptions { Color = true });

        Assert.Contains("\u001b[", colored, StringComparison.Ordinal);
        Assert.Equal(
            SummaryText.ToText(Summaries[name](), SummaryTextOptions.Plain),
            System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9]+m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void SummaryText_second_ttft_row_stands_where_the_wait_is_noticeable()
    {
        Assert.Contains("from schedule", SummaryText.ToText(Summaries["not-valid"](), SummaryTextOptions.Plain), StringComparison.Ordinal);
        Assert.DoesNotContain("from schedule", SummaryText.ToText(Summaries["typical"](), SummaryTextOptions.Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryText_terminal_escapes_of_a_server_reach_no_terminal()
    {
        var summary = Play([RecordFactory.Failed(0, Outcome.HttpError, new RequestError("http_500", "\u001b[2J\u0007boom\u2028x"), 500)], SummaryFactory.Description() with { Model = "m\u001b]0;x\u0007" });

        Assert.DoesNotContain(SummaryText.ToText(summary, SummaryTextOptions.Plain), c => c != '\n' && char.IsControl(c));
    }

    private static ServerSummary Server { get; } = new()
    {
        Source = "http://127.0.0.1:8000/metrics",
        KvCacheP50Ratio = 0.41,
        KvCacheMaxRatio = 0.63,
        WaitingMax = 0,
        PrefixHitRatio = 0.003,
        Name = "vLLM",
        Ttft = new TtftBreakdown
        {
            ClientN = 250,
            ServerN = 250,
            ClientMs = 145.2,
            ServerMs = 130,
            OutsideMs = 15.2,
            NetworkMs = 0.3,
            HttpMs = 4.1,
            QueueMs = 1.2,
            PrefillMs = 120.4,
            OutputMs = 8.4,
            ClientLagMs = 0,
            ResidualMs = 10.8,
        },
    };

    private static RunSummary Play(IEnumerable<RequestRecord> records, RunDescription description) =>
        SampleRun.Play(records, description, 0, 5_000, 6_000).Summary;

    private static IEnumerable<RequestRecord> Failures()
    {
        for (var i = 0; i < 30; i++)
        {
            yield return i % 3 == 0
                ? RecordFactory.Failed(i, Outcome.HttpError, new RequestError("http_503", "no healthy upstream: " + new string('x', 200)), 503, id: i)
                : RecordFactory.Failed(i, Outcome.ErrorInbandPartial, new RequestError("server_error", "引擎已停止 engine dead, again and again and again"), 200, id: i);
        }
    }

    private static IEnumerable<RequestRecord> Waiting()
    {
        for (var i = 0; i < 200; i++)
            yield return RecordFactory.Streamed(i * 20, RecordFactory.Every(80, 10, 11), waitMs: i * 0.2, id: i);
    }

    private static RunSummary Huge()
    {
        var records = Enumerable.Range(0, 150).Select(i => RecordFactory.Streamed(i, RecordFactory.Every(90_000 + (i * 13), 4_000, 30), outputTokens: 3_000_000_000, promptTokens: 9_000_000_000, id: i));
        var summary = SampleRun.Play(records, SummaryFactory.Description(null, null, "a_group_with_a_very_long_name", "日本語のグループ名") with
        {
            Target = "https://" + new string('h', 120) + ".example/v1/chat/completions",
            Model = new string('m', 100),
        }, 0, 100_000, 400_000).Summary;
        var many = summary.Metrics.ItlMs with { N = 7_741_230_000 };
        return summary with { Metrics = summary.Metrics with { ItlMs = many }, Abandoned = 123_456_789 };
    }
}
