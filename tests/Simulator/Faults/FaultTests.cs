using System.IO.Compression;
using System.Text;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Faults;

public sealed class FaultTests
{
    public static TheoryData<string> Scripts => [.. FaultRows.All.Select(row => row.Script)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Fault_does_what_it_says_to_a_generated_answer(string script)
    {
        var row = FaultRows.All.Single(row => row.Script == script);
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { TtftBase = TimeSpan.FromMilliseconds(60) });
        var answer = await RawClient.AskAsync(simulated.BaseUrl, script);
        Assert.True(row.Holds(answer), $"{answer.End} after {answer.EndMs:0} ms:\n{answer.Text[..Math.Min(4000, answer.Text.Length)]}");
    }

    [Fact]
    public void Every_fault_has_a_test() =>
        Assert.All(FaultTable.Groups.SelectMany(group => group.Faults), fault =>
            Assert.True(FaultRows.All.Any(row => FaultScriptReader.Read(row.Script).Faults.Any(used => used.Definition == fault)), fault.Name));

    [Fact]
    public async Task Connection_with_a_faulty_answer_carries_the_next_request()
    {
        await using var simulated = await Simulated.StartAsync();
        using var client = RawClient.Connect(simulated.BaseUrl);
        await client.SendAsync("line-ends(crlf)");
        await client.ReadAsync(0, TimeSpan.FromMilliseconds(400));
        await client.SendAsync(null);
        var second = await client.ReadAsync(0, TimeSpan.FromMilliseconds(400));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", second.Text, StringComparison.Ordinal);
        Assert.Contains("data: [DONE]\n\n", second.Text, StringComparison.Ordinal);
        Assert.Equal(RawEnd.Open, second.End);
    }

    [Fact]
    public async Task Idle_connection_is_closed_after_the_answer()
    {
        await using var simulated = await Simulated.StartAsync();
        using var client = RawClient.Connect(simulated.BaseUrl);
        var sent = await client.SendAsync("keep-alive(idle=300ms)");
        var answer = await client.ReadAsync(sent, TimeSpan.FromSeconds(30));
        Assert.Equal(RawEnd.Fin, answer.End);
        Assert.True(answer.EndMs >= answer.Reads[^1].Ms + 250, $"FIN came {answer.EndMs - answer.Reads[^1].Ms} ms after the last byte");
    }

    [Fact]
    public async Task Gzip_with_a_flush_gives_each_event_when_it_is_due()
    {
        await using var simulated = await Simulated.StartAsync();
        var answer = await RawClient.AskAsync(simulated.BaseUrl, "play(C(a) C(b)@100 C(c)@200); gzip(flush)");
        Assert.True(answer.MsOf(answer.Bytes.Length - 1) >= 200);
        for (var chunks = 1; chunks <= 3; chunks++)
        {
            using var part = new GZipStream(new MemoryStream([.. answer.Chunks.Take(chunks).SelectMany(chunk => chunk)]), CompressionMode.Decompress);
            var text = new byte[4096];
            var length = part.ReadAtLeast(text, CaseEvents.C("a").Length * chunks, throwOnEndOfStream: false);
            Assert.Equal(string.Concat(new[] { CaseEvents.C("a"), CaseEvents.C("b"), CaseEvents.C("c") }.Take(chunks)), Encoding.UTF8.GetString(text, 0, length));
        }
    }

    [Fact]
    public async Task Played_answer_is_in_the_log_with_its_times()
    {
        await using var simulated = await Simulated.StartAsync();
        using var client = simulated.Client;
        await simulated.StreamAsync("v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"[[fault: play(R C(a)@50 tail(1))]]\"}],\"stream\":true}", "p1");
        var events = (await simulated.FinishedLogAsync("p1")).GetProperty("events");
        Assert.Equal(5, events.GetArrayLength());
        Assert.All(events.EnumerateArray(), item => Assert.Equal("played", item[0].GetString()));
        Assert.True(events[1][2].GetDouble() >= events[1][1].GetDouble());
    }

    [Fact]
    public async Task Client_that_leaves_a_stalled_answer_ends_it()
    {
        await using var simulated = await Simulated.StartAsync();
        using (var client = RawClient.Connect(simulated.BaseUrl))
        {
            var sent = await client.SendAsync("stall(forever, at=1)");
            Assert.Equal(RawEnd.Open, (await client.ReadAsync(sent, TimeSpan.FromMilliseconds(300))).End);
        }

        await Simulated.UntilAsync(async () => await simulated.MetricAsync("vllm:num_requests_running{engine=\"0\",model_name=\"sim/llama-8b\"}") == 0);
    }

    [Fact]
    public async Task Server_that_stops_ends_a_stalled_answer()
    {
        var simulated = await Simulated.StartAsync();
        using var client = RawClient.Connect(simulated.BaseUrl);
        var sent = await client.SendAsync("play(R C(a)); stall(forever, at=1)");
        Assert.Equal(RawEnd.Open, (await client.ReadAsync(sent, TimeSpan.FromMilliseconds(300))).End);
        await simulated.DisposeAsync();
    }
}
