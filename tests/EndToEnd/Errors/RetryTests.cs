using System.Globalization;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

/// <remarks>On the scripted server where the answer differs between two attempts of a request.</remarks>
[Trait("case", "ER16")]
public sealed class RetryTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Server_that_names_seconds_is_asked_again_after_them()
    {
        using var played = await Play.RunAsync(r => !r.IsPost ? null : r.Post == 0 ? Busy("1") : Reply.Chat(10, 1, 2), ["-c", "1", "-n", "1", "--retries", "2"]);
        Assert.Equal(["rate_limited", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.True(Monotonic.ToMs(played.Server.Posts[1].Arrived - played.Server.Posts[0].Arrived) >= 1000, played.Process.ToString());
        Assert.Equal(1, played.File.Requests[0].Line.GetProperty("retry_after_s").GetDouble());
        Expect.Exit(0, played.Process);
    }

    [Theory]
    [InlineData("ddd, dd MMM yyyy HH:mm:ss 'GMT'")]
    [InlineData("dddd, dd-MMM-yy HH:mm:ss 'GMT'")]
    [InlineData("ddd MMM d HH:mm:ss yyyy")]
    public async Task Server_whose_clock_is_wrong_is_understood_by_its_own_date(string form)
    {
        var then = new DateTimeOffset(2031, 1, 5, 23, 59, 59, TimeSpan.Zero);
        string Written(DateTimeOffset at) => at.ToString(form, CultureInfo.InvariantCulture);
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : r.Post == 0 ? Busy(Written(then.AddSeconds(1))).With("Date", Written(then)) : Reply.Chat(10, 1, 2), ["-c", "1", "-n", "1", "--retries", "1"]);
        Assert.Equal(["rate_limited", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(1, played.File.Requests[0].Line.GetProperty("retry_after_s").GetDouble());
        Assert.True(Monotonic.ToMs(played.Server.Posts[1].Arrived - played.Server.Posts[0].Arrived) >= 1000, played.Process.ToString());
    }

    [Fact]
    public async Task Wait_past_the_budget_is_not_begun_and_what_the_server_named_is_told()
    {
        using var played = await simulator.RunAsync(["status(429, message=slow down, retry-after=30)"], ["-c", "1", "-n", "1", "--retries", "3", "--retry-budget", "5s"]);
        var request = Assert.Single(played.File.Requests);
        Expect.Outcome("rate_limited", request);
        Assert.False(request.Line.GetProperty("will_retry").GetBoolean());
        Assert.Matches("rate_limited +1 .*retry after 30 s", played.Process.Stdout);
        Assert.True(played.Process.Took.TotalSeconds < 20, played.Process.ToString());
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task Attempts_that_fail_by_themselves_end_with_the_budget()
    {
        // 0.1 + 0.2 + 0.4 s fit into a second where the machine is quick, 0.8 s more never.
        using var played = await simulator.RunAsync([JsonBody("{}", 500)], ["-c", "1", "-n", "1", "--retries", "50", "--retry-budget", "1s"]);
        Assert.InRange(played.File.Requests.Count, 2, 4);
        Assert.All(played.File.Requests, r => Assert.Single(played.LogsOf(r)));
        Assert.All(played.File.Requests, r => Expect.Outcome("http_error", r));
        Assert.Equal(1, played.File.Summary.Sent);
    }

    [Fact]
    public async Task Retries_do_not_move_the_plan_of_an_open_loop()
    {
        // Every fifth request is turned away once, by its id: attempts do not shift the count.
        var turnedAway = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : IdOf(r) % 5 == 4 && turnedAway.TryAdd($"{IdOf(r)}", true) ? Busy("1") : Reply.Chat(10, 1, 2),
            ["-r", "25", "--arrival", "constant", "-n", "50", "--retries", "1"]);
        Assert.Equal(60, played.File.Requests.Count);
        var first = played.File.Requests.Where(r => r.Attempt == 1).ToArray();
        Assert.Equal(50, first.Length);
        Assert.Equal(10, first.Count(r => r.Outcome == "rate_limited"));
        Assert.All(played.File.Requests.Where(r => r.Attempt == 2), r => Expect.Outcome("ok", r));
        for (var i = 1; i < first.Length; i++)
            Assert.Equal(40, first[i].ScheduledMs - first[i - 1].ScheduledMs, 0.01);
        var arrived = played.Server.Posts.GroupBy(p => IdOf(p.Request)).OrderBy(g => g.Key).Select(g => g.Min(p => p.Arrived)).ToArray();
        Expect.Time(49 * 40, Monotonic.ToMs(arrived[^1] - arrived[0]), 150);
        Expect.Exit(0, played.Process);
    }

    private static Reply Busy(string retryAfter) => Reply.Json("""{"error":{"message":"slow down"}}""", 429).With("Retry-After", retryAfter);

    // X-Request-Id is the run, the number of the request, and the attempt.
    private static int IdOf(ScriptedRequest request) => int.Parse(request.Header("X-Request-Id")!.Split('-', '.')[1], CultureInfo.InvariantCulture);
}
