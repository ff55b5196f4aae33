using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Server.Scraping;
using VllmStream.Tests.Profiler.Server.Scraping;

namespace VllmStream.Tests.Profiler.Metrics.ServerSide;

public sealed class TrafficCheckTests
{
    // 100 requests ended between the looks, with 5 and 3 in flight at them: 8 for the edges, 2 beside.
    [Theory]
    [InlineData(100, 1_000, "alone")]
    [InlineData(110, 1_000, "alone")]
    [InlineData(111, 1_000, "others")]
    [InlineData(90, 1_000, "alone")]
    [InlineData(89, 1_000, "fewer")]
    [InlineData(100, 1_110, "alone")]
    [InlineData(100, 1_111, "others")]
    public void Requests_and_prompt_tokens_may_differ_by_what_was_in_flight(int finished, int prompts, string verdict)
    {
        var check = TrafficCheck.Of(Tally(finished, prompts), Client);
        Assert.Equal(verdict, check.Verdict);
        Assert.Equal((100.0, (double)finished, 10.0, 110.0), (check.ClientRequests, check.ServerRequests, check.RequestTolerance, check.PromptTolerance));
    }

    [Fact]
    public void Failed_requests_may_have_come_to_the_server_or_not() =>
        Assert.Equal("alone", TrafficCheck.Of(Tally(70, 700), Client with { Failed = 20 }).Verdict);

    [Fact]
    public void Requests_that_ended_while_a_page_was_under_way_may_be_on_either_side() =>
        Assert.Equal("alone", TrafficCheck.Of(Tally(115, 1_150), Client with { EndedMeanwhile = 5 }).Verdict);

    [Fact]
    public void What_cannot_be_told_is_unknown_with_a_sentence()
    {
        Assert.Equal(("unknown", "the server does not count requests"), Facts(TrafficCheck.Of(new ServerTally(), Client)));
        Assert.Equal("unknown", TrafficCheck.Of(Tally(100, 1_000), Client with { Choices = 2 }).Verdict);
        var restarted = new ServerTally();
        restarted.Add(MetricsData.Vllm("request_success_total 5"), MetricsData.Vllm("request_success_total 2"));
        Assert.Equal("unknown", TrafficCheck.Of(restarted, Client).Verdict);

        static (string, string) Facts(TrafficCheck check) => (check.Verdict, check.Text);
    }

    [Fact]
    public void Prompts_that_were_not_told_are_not_compared()
    {
        var check = TrafficCheck.Of(Tally(100, 9_000), Client with { PromptTokens = null });
        Assert.Equal(("alone", null), (check.Verdict, check.PromptTolerance));
    }

    private static ClientStretch Client { get; } = new() { From = new(25, 20, 22, 0), To = new(123, 120, 122, 0), PromptTokens = 1_000 };

    private static ServerTally Tally(int finished, int prompts)
    {
        var tally = new ServerTally();
        tally.Add(MetricsData.Vllm("request_success_total 7", "prompt_tokens_total 70"), MetricsData.Vllm($"request_success_total {7 + finished}", $"prompt_tokens_total {70 + prompts}"));
        return tally;
    }
}
