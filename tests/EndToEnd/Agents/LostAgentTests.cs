namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>An agent that dies or hangs is noticed and named, and nothing is lost of what the others measured.</summary>
[Trait("transport", "any")]
public sealed class LostAgentTests(LostAgentRuns runs) : IClassFixture<LostAgentRuns>
{
    // The others were sending, and one process more is late: from notice to a second later nothing is promised.
    private const double TakeoverMs = 1_000;

    // A request of this machine may arrive so much after it was due.
    private const double LateMs = 600;

    [Fact]
    public void Killed_agent_is_noticed_and_named_and_the_others_go_on()
    {
        var lost = runs.Killed;
        AssertLost(lost);
        lost.AssertTotalsAreThoseOfTheRecords(0, 2);
        var arrived = NumbersOf(lost);
        Assert.Equal(Enumerable.Range(0, LostAgentCase.Requests).Where(number => number % 3 != 1), arrived.Where(number => number % 3 != 1));
        // Of its share what it sent before, and nothing more.
        var its = arrived.Where(number => number % 3 == 1).ToList();
        Assert.Equal(Enumerable.Range(0, its.Count).Select(i => 3 * i + 1), its);
        Assert.InRange(its.Count, 1, LostAgentCase.Requests / 3 - 1);
    }

    [Fact]
    public void Others_take_the_share_of_a_killed_agent_over_and_send_each_request_once()
    {
        var lost = runs.TakenOver;
        AssertLost(lost);
        lost.AssertTotalsAreThoseOfTheRecords(0, 2);
        Assert.True(lost.Run.File.HasNote("share 2 of 3 goes to the 2 others"));
        var arrived = NumbersOf(lost);
        Assert.Equal(arrived.Distinct(), arrived);
        var missing = Enumerable.Range(0, LostAgentCase.Requests).Except(arrived).ToList();
        Assert.All(missing, number => Assert.Equal(1, number % 3));
        // Only what was due between the kill and the takeover was sent by nobody.
        var kill = lost.SinceFirstMs(lost.HitMs);
        var takeover = lost.SinceFirstMs(lost.HitMs + lost.NoticedAfterMs("agent_lost")) + TakeoverMs;
        Assert.All(missing, number => Assert.InRange(number * LostAgentCase.EveryMs, kill - LateMs, takeover + LateMs));
        Assert.NotEmpty(missing);
        Assert.Contains(arrived, number => number % 3 == 1 && number * LostAgentCase.EveryMs > takeover + LateMs);
        // Who sent them has them in his records, each once.
        var recorded = new[] { 0, 2 }.SelectMany(share => lost.Agents[share].Records(lost.Run.Id).Requests).Select(request => (int)request.Id).Order().ToList();
        Assert.Equal(recorded.Distinct(), recorded);
        Assert.Equal(arrived.Where(number => number % 3 != 1 || number * LostAgentCase.EveryMs > takeover - LateMs), recorded.Where(number => number % 3 != 1 || number * LostAgentCase.EveryMs > takeover - LateMs));
    }

    [Fact]
    public void Run_that_is_to_stop_drains_the_others()
    {
        var lost = runs.Ended;
        AssertLost(lost);
        lost.AssertTotalsAreThoseOfTheRecords(0, 2);
        Assert.Contains($"agent {lost.Victim} (s) was lost, and the run was stopped for it (--on-agent-loss stop)", lost.Run.Reason, StringComparison.Ordinal);
        var noticed = lost.SinceFirstMs(lost.HitMs + lost.NoticedAfterMs("agent_lost"));
        Assert.All(NumbersOf(lost), number => Assert.True(number * LostAgentCase.EveryMs < noticed + 1_000, $"request {number} was due {number * LostAgentCase.EveryMs} ms after the start, the loss was noticed after {noticed} ms"));
        Assert.All(new[] { 0, 2 }, share => Assert.Equal("INTERRUPTED", lost.Run.Agents[share].GetProperty("verdict").GetString()));
    }

    [Fact]
    public void Stopped_agent_that_is_continued_counts_again()
    {
        var paused = runs.Paused;
        AssertNoticed(paused);
        AssertBack(paused);
        paused.AssertTotalsAreThoseOfTheRecords(0, 1, 2);
        Assert.Equal(Enumerable.Range(0, LostAgentCase.Requests), NumbersOf(paused));
        Assert.Equal(LostAgentCase.Requests, paused.Run.File.Summary.Sent);
        // It measured nothing while it stood still, and says so itself.
        Assert.Equal(4, paused.Run.Process.ExitCode);
        Assert.Contains($"agent {paused.Victim} (p): client saturated", paused.Run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_agent_whose_share_others_took_over_drains_and_what_was_sent_twice_is_not_valid()
    {
        var paused = runs.PausedAndTakenOver;
        AssertNoticed(paused);
        AssertBack(paused);
        paused.AssertTotalsAreThoseOfTheRecords(0, 1, 2);
        Assert.Equal(4, paused.Run.Process.ExitCode);
        Assert.Contains($"agent {paused.Victim} (q): others took its share over while it was not heard for", paused.Run.Reason, StringComparison.Ordinal);
        // It does not go on beside them.
        Assert.Equal(Enumerable.Range(0, LostAgentCase.Requests).Where(number => number % 3 != 1), NumbersOf(paused).Where(number => number % 3 != 1));
        Assert.True(NumbersOf(paused).Count < LostAgentCase.Requests + LostAgentCase.Requests / 3);
    }

    private static void AssertLost(LostAgentCase lost)
    {
        AssertNoticed(lost);
        Assert.Equal((4, "NOT VALID"), (lost.Run.Process.ExitCode, lost.Run.File.Summary.Verdict));
        Assert.Contains($"share 2 of 3 has no result: agent {lost.Victim} ({lost.Victim[..1]}): nothing was heard of it for ", lost.Run.Reason, StringComparison.Ordinal);
        Assert.Contains("share 2 of 3 has no result", lost.Run.Process.Said, StringComparison.Ordinal);
        Assert.Equal("LOST", lost.Run.Agent(lost.Victim).GetProperty("verdict").GetString());
        Assert.Equal(2, lost.Run.Agents.Count(agent => agent.GetProperty("verdict").GetString() != "LOST"));
    }

    private static void AssertNoticed(LostAgentCase lost)
    {
        Assert.InRange(lost.NoticedAfterMs("agent_lost"), 0, 3_000);
        Assert.Matches($@"^agent {lost.Victim} \({lost.Victim[..1]}\) was lost: nothing was heard of it for 2\.[5-9] s, and with it share 2 of 3$", lost.Note("agent_lost"));
        Assert.Contains("warning: " + lost.Note("agent_lost"), lost.Run.Process.Stderr, StringComparison.Ordinal);
        // What others on the same broker do is theirs.
        Assert.Single(lost.Arrived);
        Assert.Equal(lost.Run.Id, lost.Arrived.Single().Key);
    }

    private static void AssertBack(LostAgentCase paused)
    {
        Assert.Matches($@"^agent {paused.Victim} \({paused.Victim[..1]}\) is heard again, after \d\.\d s in all$", paused.Note("agent_back"));
        Assert.InRange(paused.Run.Agent(paused.Victim).GetProperty("silent_ms").GetDouble(), 2_500, 20_000);
    }

    private static List<int> NumbersOf(LostAgentCase run) => [.. run.Arrived.Single().Order()];
}
