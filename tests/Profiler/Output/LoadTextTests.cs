using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class LoadTextTests
{
    [Theory]
    [InlineData(null, "open loop 4.00 req/s poisson")]
    [InlineData("requests", "open loop 4.00 req/s poisson")]
    [InlineData("sessions", "open loop 4.00 sessions/s poisson")]
    [InlineData("tasks", "open loop 4.00 tasks/s poisson")]
    public void Rate_says_what_arrives(string? arrivals, string text) =>
        Assert.Equal(text, LoadText.Of(new LoadDescription { Kind = "open", RatePerS = 4, Arrival = "poisson", Arrivals = arrivals }));

    [Fact]
    public void Trace_and_stages_say_what_arrives_too()
    {
        Assert.Equal("open loop, times of t.jsonl x 2.00, 4.00 tasks/s", LoadText.Of(new LoadDescription { Kind = "open", RatePerS = 4, Trace = "t.jsonl", Speed = 2, Arrivals = "tasks" }));
        Assert.Equal("open loop 1s:2 sessions/s constant", LoadText.Of(new LoadDescription { Kind = "open", RatePerS = 2, Stages = "1s:2", Arrival = "constant", Arrivals = "sessions" }));
    }

    [Fact]
    public void Time_that_is_short_is_not_none() =>
        Assert.Equal("0.00005s", EffectiveOptions.Of(new RunOptions { Target = new TargetUrl("http", "h", 80, ""), Limits = new LimitOptions { Drain = TimeSpan.FromMicroseconds(50) } })["drain"]);

    [Theory]
    [InlineData("chat", 14, "chat")]
    [InlineData("responses_turn1", 14, "respon…s_turn1")]
    [InlineData("responses_turn12", 14, "respon…_turn12")]
    [InlineData("要約する文書_turn2", 14, "要約す…_turn2")]
    [InlineData("responses_turn1", 1, "…")]
    public void Name_that_is_too_long_keeps_both_ends(string name, int width, string shown)
    {
        Assert.Equal(shown, TextWidth.Shorten(name, width, "…"));
        Assert.True(TextWidth.Of(shown) <= width);
    }
}
