using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server.Scraping;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Server.Scraping;

namespace VllmStream.Tests.Profiler.Metrics.ServerSide;

public sealed class TtftBreakdownTests
{
    private static readonly ClientCount Before = new(8, 2, 4, 1_000);

    // 50 first tokens of 188 ms; 172 of them the server's: 2 queue, 160 prefill.
    private static readonly ClientCount After = new(58, 58, 54, 1_000 + (50 * 188));

    [Fact]
    public void Parts_add_up_to_what_the_client_saw()
    {
        var ttft = TtftBreakdown.Of(Tally(50), Client(tcpMs: 0.5, headersMs: 5.5));
        Assert.Equal((50, 50.0, 188.0, 172.0, 16.0), (ttft.ClientN, ttft.ServerN, ttft.ClientMs, ttft.ServerMs, ttft.OutsideMs));
        Assert.Equal((0.5, 5.0, 2.0, 160.0, 10.0), (ttft.NetworkMs, ttft.HttpMs, ttft.QueueMs, ttft.PrefillMs, ttft.OutputMs));
        Assert.Equal((0.0, 10.5), (ttft.ClientLagMs, ttft.ResidualMs));
        Assert.Equal(ttft.ClientMs, ttft.NetworkMs + ttft.HttpMs + ttft.QueueMs + ttft.PrefillMs + ttft.OutputMs + ttft.ClientLagMs + ttft.ResidualMs);
        Assert.Empty(ttft.Reasons);
        Assert.Equal(["client_ms", "server_ms", "network_ms", "http_ms", "queue_ms", "prefill_ms", "output_ms", "client_lag_ms"], ttft.Sources.Keys);
    }

    [Fact]
    public void Part_that_nobody_tells_is_null_with_its_reason_and_stays_in_the_rest()
    {
        var ttft = TtftBreakdown.Of(Tally(50, tellsStages: false), Client(tcpMs: null, headersMs: 5.5) with { ReadLagMs = null, ReadLagSource = null });
        Assert.Equal((null, null, null, null, null, null), (ttft.NetworkMs, ttft.HttpMs, ttft.QueueMs, ttft.PrefillMs, ttft.OutputMs, ttft.ClientLagMs));
        Assert.Equal(16, ttft.ResidualMs);
        Assert.Equal(["client_lag_ms", "http_ms", "network_ms", "output_ms", "prefill_ms", "queue_ms"], ttft.Reasons.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Head_that_waits_for_the_first_token_tells_nothing_of_HTTP()
    {
        var ttft = TtftBreakdown.Of(Tally(50), Client(tcpMs: 0.5, headersMs: 187.9));
        Assert.Null(ttft.HttpMs);
        Assert.Equal("the head of the answer came with the first token", ttft.Reasons["http_ms"]);
        Assert.Equal(15.5, ttft.ResidualMs);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(30)]
    public void Other_requests_than_ours_are_not_compared(int counted)
    {
        var ttft = TtftBreakdown.Of(Tally(counted), Client(tcpMs: 0.5, headersMs: 5.5));
        Assert.Equal((50, (double)counted, 188.0), (ttft.ClientN, ttft.ServerN, ttft.ClientMs));
        Assert.Equal((null, null, null), (ttft.ServerMs, ttft.OutsideMs, ttft.ResidualMs));
        Assert.Contains($"the server counted {counted} first tokens, this client 50", ttft.Reasons["server_ms"], StringComparison.Ordinal);
    }

    [Fact]
    public void First_tokens_under_way_at_a_look_are_no_other_traffic() =>
        Assert.Equal(172, TtftBreakdown.Of(Tally(52), Client(tcpMs: 0.5, headersMs: 5.5)).ServerMs!.Value, 6);

    [Fact]
    public void Choices_and_answers_without_tokens_are_not_compared()
    {
        Assert.Contains("n > 1", TtftBreakdown.Of(Tally(50), Client(0.5, 5.5) with { Choices = 2 }).Reasons["server_ms"], StringComparison.Ordinal);
        var none = TtftBreakdown.Of(Tally(50), Client(0.5, 5.5) with { To = Before });
        Assert.Equal((0, null), (none.ClientN, none.ClientMs));
        Assert.Equal("the server has no TTFT of its own", TtftBreakdown.Of(new ServerTally(), Client(0.5, 5.5)).Reasons["server_ms"]);
    }

    private static ServerTally Tally(int n, bool tellsStages = true)
    {
        var tally = new ServerTally();
        tally.Add(
            MetricsData.Vllm([.. Scrapes.Time("time_to_first_token_seconds", 3, 7), .. tellsStages ? Stages(1, 2, 5) : []]),
            MetricsData.Vllm([.. Scrapes.Time("time_to_first_token_seconds", 3 + (n * 0.172), 7 + n), .. tellsStages ? Stages(1 + (n * 0.002), 2 + (n * 0.16), 5 + n) : []]));
        return tally;
    }

    private static string[] Stages(double queue, double prefill, int n) =>
        [.. Scrapes.Time("request_queue_time_seconds", queue, n), .. Scrapes.Time("request_prefill_time_seconds", prefill, n)];

    private static ClientStretch Client(double? tcpMs, double headersMs)
    {
        var marks = new TtftMarks();
        var record = new RequestRecord
        {
            Id = 1,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.Ok,
            Connect = new ConnectPhases(0, tcpMs is { } ms ? RecordFactory.At(ms) - RecordFactory.RunStart : 0, 0),
            Marks = new RequestMarks { Scheduled = RecordFactory.At(10), Sent = RecordFactory.At(10), Headers = RecordFactory.At(10 + headersMs), FirstToken = RecordFactory.At(198), LastToken = RecordFactory.At(300), End = RecordFactory.At(300) },
        };
        marks.Add(record, RequestMetrics.Of(record, RecordFactory.RunStart), isMeasured: true);
        return new ClientStretch { From = Before, To = After, Marks = marks, ReadLagMs = 0, ReadLagSource = "kernel" };
    }
}
