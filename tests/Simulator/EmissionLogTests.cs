using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

public sealed class EmissionLogTests
{
    private const string Chat = "v1/chat/completions";

    [Fact]
    public async Task Log_has_one_write_per_token_and_counts_every_event_the_client_got()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync(Chat, Body(5), "r1");
        var writes = Writes(await simulated.FinishedLogAsync("r1"));
        Assert.Equal(["first", "token", "token", "token", "finish", "usage", "done"], writes.Select(write => write.Kind));
        Assert.Equal(events.Count, writes.Sum(write => write.Sse));
        Assert.Equal(2, writes[0].Sse);
        Assert.Equal(5, writes.Sum(write => write.Tokens));
    }

    [Fact]
    public async Task Log_times_are_monotone_and_on_the_absolute_schedule()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { TtftBase = TimeSpan.FromMilliseconds(30), InterTokenTime = TimeSpan.FromMilliseconds(3) });
        await simulated.StreamAsync(Chat, Body(50), "r1");
        var entry = await simulated.FinishedLogAsync("r1");
        var arrival = entry.GetProperty("arrival").GetDouble();
        var writes = Writes(entry);
        for (var i = 0; i < 50; i++)
        {
            // A token's place depends on the arrival and its number alone, however late the ones before it were.
            Assert.Equal(arrival + 30_000 + i * 3_000, writes[i].Due!.Value, tolerance: 0.01);
            Assert.True(writes[i].Write >= writes[i].Due, "a token left before it was due");
        }

        Assert.All(writes, write => Assert.True(write.Flushed >= write.Write));
        Assert.All(writes.Zip(writes.Skip(1)), pair => Assert.True(pair.Second.Write >= pair.First.Flushed));
    }

    [Fact]
    public async Task Log_of_a_server_in_this_process_uses_this_processes_clock()
    {
        await using var simulated = await Simulated.StartAsync();
        var before = System.Diagnostics.Stopwatch.GetTimestamp() * 1e6 / System.Diagnostics.Stopwatch.Frequency;
        await simulated.StreamAsync(Chat, Body(3), "r1");
        var after = System.Diagnostics.Stopwatch.GetTimestamp() * 1e6 / System.Diagnostics.Stopwatch.Frequency;
        var entry = await simulated.FinishedLogAsync("r1");
        Assert.InRange(entry.GetProperty("arrival").GetDouble(), before, after);
        Assert.All(Writes(entry), write => Assert.InRange(write.Write, before, after));
    }

    [Fact]
    public async Task Whole_answer_is_one_write()
    {
        await using var simulated = await Simulated.StartAsync();
        await simulated.AnswerAsync(Chat, "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"max_tokens\":3}", "r1");
        var write = Assert.Single(Writes(await simulated.FinishedLogAsync("r1")));
        Assert.Equal(("body", 3, 0), (write.Kind, write.Tokens, write.Sse));
    }

    [Fact]
    public async Task Request_without_header_is_found_by_its_completion_id()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync(Chat, Body(3));
        var id = Simulated.Json(events[0]).GetProperty("id").GetString()!;
        Assert.Equal(id, (await simulated.FinishedLogAsync(id)).GetProperty("request").GetString());
    }

    [Fact]
    public async Task Since_gives_only_what_finished_later()
    {
        await using var simulated = await Simulated.StartAsync();
        foreach (var id in (string[])["a", "b", "c"])
        {
            await simulated.StreamAsync(Chat, Body(2), id);
            await simulated.FinishedLogAsync(id);
        }

        var lines = await simulated.LogAsync("?since=1");
        Assert.Equal(["b", "c"], lines.Skip(1).Select(line => line.GetProperty("request").GetString()));
        Assert.Equal(3, lines[0].GetProperty("last_seq").GetInt64());
    }

    [Fact]
    public async Task Full_log_drops_the_oldest_and_says_so()
    {
        // Two tokens, usage and [DONE] are four writes a request; two requests fit.
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { EmissionLogCapacity = 9 });
        foreach (var id in (string[])["a", "b", "c"])
        {
            await simulated.StreamAsync(Chat, Body(2), id);
            await simulated.FinishedLogAsync(id);
        }

        var lines = await simulated.LogAsync("");
        Assert.Equal(["b", "c"], lines.Skip(1).Select(line => line.GetProperty("request").GetString()));
        Assert.Equal(1, lines[0].GetProperty("dropped_requests").GetInt64());
        Assert.Equal(4, lines[0].GetProperty("dropped_events").GetInt64());
    }

    [Fact]
    public async Task Delete_clears_the_log_and_zero_capacity_switches_it_off()
    {
        await using var simulated = await Simulated.StartAsync();
        await simulated.StreamAsync(Chat, Body(2), "a");
        await simulated.FinishedLogAsync("a");
        using (await simulated.Client.DeleteAsync("sim/log", Simulated.Cancellation)) Assert.Single(await simulated.LogAsync(""));

        await using var silent = await Simulated.StartAsync(Simulated.Fast with { EmissionLogCapacity = 0 });
        await silent.StreamAsync(Chat, Body(2), "a");
        Assert.Single(await silent.LogAsync(""));
    }

    [Theory]
    [InlineData(JitterDistribution.Uniform)]
    [InlineData(JitterDistribution.Normal)]
    [InlineData(JitterDistribution.LogNormal)]
    public async Task Jitter_spreads_the_gaps_but_keeps_their_mean(JitterDistribution distribution)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Jitter = 0.3, JitterDistribution = distribution });
        await simulated.StreamAsync(Chat, Body(1000), "r1");
        var due = Writes(await simulated.FinishedLogAsync("r1")).Take(1000).Select(write => write.Due!.Value).ToList();
        var gaps = due.Zip(due.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(gaps.Average(), 950, 1050);
        var deviation = Math.Sqrt(gaps.Average(gap => Math.Pow(gap - gaps.Average(), 2)));
        Assert.InRange(deviation, 100, 400);
    }

    private static string Body(int tokens) =>
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":true,\"ignore_eos\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":" + tokens + "}";

    private static IReadOnlyList<LoggedWrite> Writes(JsonElement entry) => [.. entry.GetProperty("events").EnumerateArray().Select(LoggedWrite.Read)];
}
