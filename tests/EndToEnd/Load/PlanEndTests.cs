using System.Diagnostics;

namespace VllmStream.Tests.EndToEnd.Load;

/// <summary>When sending ends, and with it the window over which rates are computed.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class PlanEndTests
{
    [Fact]
    public async Task Number_behind_a_cap_is_measured_until_the_last_request_is_sent()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(40, 5, 3) : null, ["-r", "1000", "--max-concurrency", "2", "-n", "60"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(60, played.File.Requests.Count);
        var totals = played.File.Summary.Line.GetProperty("totals");
        // Thirty rounds of two, each of a good 50 ms.
        var seconds = (played.File.Requests.Max(r => r.ScheduledMs + r.SentMs!.Value) - played.File.Requests.Min(r => r.ScheduledMs)) / 1000;
        Assert.InRange(seconds, 1.4, 20);
        // The last one goes out just when the window ends.
        Assert.InRange(totals.GetProperty("steady").GetProperty("sent_per_s").GetDouble() * seconds, 58.5, 60.5);
        Assert.Equal(2, totals.GetProperty("in_flight_max").GetInt32());
        Assert.Equal(2, totals.GetProperty("in_flight_p50").GetInt32());
    }

    [Theory]
    [InlineData("--stages", "1s:0,1s:0.3")]
    [InlineData("--stages", "1s:0.1")]
    public async Task Stages_in_which_nothing_is_due_end_by_the_clock(string option, string stages)
    {
        var clock = Stopwatch.StartNew();
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, [option, stages, "--seed", "2"]);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 10);
        Assert.Equal(played.Server.Posts.Count, played.File.Requests.Count);
    }

    [Fact]
    public async Task Think_time_between_turns_ends_with_the_run()
    {
        var clock = Stopwatch.StartNew();
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["--users", "1", "--turns", "2", "--think", "20s", "-d", "1s"]);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 8);
        Assert.Single(played.File.Requests);
    }

    [Fact]
    public async Task User_who_leaves_does_so_between_attempts_too()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Json("{}", 429).With("Retry-After", "1") : null, ["-c", "1", "-n", "1", "--retries", "6", "--cancel", "100% after 1500ms"]);
        // Attempts at 0 and 1 s; the next would be at 2 s.
        Assert.Equal(2, played.File.Requests.Count);
        Assert.False(played.File.Requests[^1].Line.GetProperty("will_retry").GetBoolean());
    }
}
