using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class WordsTests
{
    [Fact]
    public void Words_of_outcomes_are_the_closed_list() =>
        Assert.Equal(
            [
                "ok", "ok_empty", "not_streamed", "http_error", "rate_limited", "connect_error", "stale_connection", "reset", "timeout_connect",
                "timeout_first_token", "timeout_idle", "timeout_total", "error_inband", "error_inband_partial", "truncated", "protocol_error",
                "invalid_response", "cancelled_by_us",
            ],
            Words.All<Outcome>());

    [Fact]
    public void Words_of_warnings_are_the_closed_list()
    {
        var all = Enum.GetValues<StreamWarnings>().Aggregate(StreamWarnings.None, (sum, warning) => sum | warning);

        Assert.Equal(
            [
                "no_done", "no_finish_reason", "unterminated_event", "malformed_event", "content_type", "after_done", "content_after_finish",
                "cumulative_text", "short_output", "hidden_reasoning", "invalid_utf8", "lingering_connection", "buffered", "batched", "clock_step",
            ],
            Words.OfWarnings(all));
        Assert.Equal(all, Words.ParseWarnings([.. Words.OfWarnings(all), "of_a_newer_version"]));
    }

    [Fact]
    public void Words_go_there_and_back()
    {
        foreach (var source in Enum.GetValues<TokenSource>())
            Assert.True(Words.TryParse<TokenSource>(Words.Of(source), out var parsed) && parsed == source);
        Assert.False(Words.TryParse<TokenSource>("nonsense", out _));
    }

    [Fact]
    public void MetricTable_stands_in_the_order_of_its_ids()
    {
        for (var i = 0; i < MetricTable.Count; i++)
            Assert.Equal((MetricId)i, MetricTable.All[i].Metric);
        Assert.Equal(Enum.GetValues<MetricId>().Length, MetricTable.Count);
        Assert.Equal(MetricId.TokensPerSecond, MetricTable.Find("rate")!.Metric);
        Assert.Equal(MetricId.Ttft, MetricTable.Find("ttft_ms")!.Metric);
        Assert.Null(MetricTable.Find("nonsense"));
    }
}
