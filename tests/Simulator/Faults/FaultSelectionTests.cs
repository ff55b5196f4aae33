using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Faults;

public sealed class FaultSelectionTests
{
    [Fact]
    public async Task Share_of_the_requests_gets_the_script_and_the_same_ones_each_time()
    {
        var first = await StatusesAsync();
        Assert.InRange(first.Count(status => status == 429), 10, 30);
        Assert.Equal(first, await StatusesAsync());

        static async Task<List<int>> StatusesAsync()
        {
            await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Faults = ["status(429)@20%"], Seed = 7 });
            var statuses = new List<int>();
            for (var i = 0; i < 100; i++)
            {
                using var response = await simulated.SendAsync("v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1}");
                statuses.Add((int)response.StatusCode);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Numbered_script_is_for_that_request_only()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Faults = ["status(503)@#1", "status(429)@#3"] });
        var statuses = new List<string>();
        for (var i = 0; i < 4; i++) statuses.Add((await RawClient.AskAsync(simulated.BaseUrl, null)).Text[9..12]);
        Assert.Equal(["503", "200", "429", "200"], statuses);
    }

    [Fact]
    public async Task Script_of_some_numbers_is_for_both_ends_and_what_is_between()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Faults = ["status(503)@#2..4"] });
        var statuses = new List<string>();
        for (var i = 0; i < 6; i++) statuses.Add((await RawClient.AskAsync(simulated.BaseUrl, null)).Text[9..12]);
        Assert.Equal(["200", "503", "503", "503", "200", "200"], statuses);
    }

    [Fact]
    public async Task Header_beats_the_marker_and_both_beat_what_is_for_all()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Faults = ["status(500)", "header(X-A, 1)"] });
        const string plain = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";
        const string marked = "{\"messages\":[{\"role\":\"user\",\"content\":\"a [[fault: status(502, body=\\\"]]\\\")]] b\"}]}";
        var all = await RawClient.AskAsync(simulated.BaseUrl, null, plain);
        Assert.StartsWith("HTTP/1.1 500 ", all.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nX-A: 1\r\n", all.Head, StringComparison.Ordinal);
        var marker = await RawClient.AskAsync(simulated.BaseUrl, null, marked);
        Assert.StartsWith("HTTP/1.1 502 ", marker.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n]]", marker.Text, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 ", (await RawClient.AskAsync(simulated.BaseUrl, "status(503)", marked)).Text, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", (await RawClient.AskAsync(simulated.BaseUrl, "none", marked)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_of_a_request_that_cannot_be_read_is_refused_in_one_line()
    {
        await using var simulated = await Simulated.StartAsync();
        var answer = await RawClient.AskAsync(simulated.BaseUrl, "stall(5s, at=x)");
        Assert.StartsWith("HTTP/1.1 400 ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("fault script 'stall(5s, at=x)', character 11: at of stall is a whole number, 0 or more, not x", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "it is empty")]
    [InlineData("stal", 1, "did you mean stall?")]
    [InlineData("frobnicate", 1, "the list is in docs/faults.md")]
    [InlineData("stall(5s", 9, "stall( is not closed; add )")]
    [InlineData("stall(5s) cut", 11, "between two faults stands ;")]
    [InlineData("stall(5s, 1, 2)", 14, "stall has no argument 2; write stall(for=forever, at=1)")]
    [InlineData("stall(in=5s)", 7, "stall has no argument in; write stall(for=forever, at=1)")]
    [InlineData("stall(at=1, at=2)", 13, "at of stall is there twice")]
    [InlineData("cut(abort)", 5, "how of cut is fin or rst, not abort")]
    [InlineData("status", 7, "status wants code, a whole number, 0 or more")]
    [InlineData("segments(1GiB)", 10, "bytes of segments is a number of bytes such as 200 or 70KiB, not 1GiB")]
    [InlineData("play", 5, "play wants what it plays")]
    [InlineData("play(R C(a)", 12, "the recipe is not closed; add )")]
    [InlineData("play(R X(a))", 8, "X is no item with these arguments")]
    [InlineData("play(R@soon)", 8, "after @ and + stands a time")]
    [InlineData("play(\"a)", 6, "the quote is not closed")]
    [InlineData("play(\"\\q\")", 7, "after \\ stands")]
    [InlineData("play(\"\\x4\")", 7, "after \\x stand 2 hexadecimal digits")]
    [InlineData("burst@5", 6, "behind @ stands a share of the requests, such as @5%, or the number of one, such as @#3, or of some, such as @#3..9, not 5")]
    [InlineData("burst@#3..2", 6, "such as @#3..9, not #3..2")]
    [InlineData("burst@#3..", 6, "such as @#3..9, not #3..")]
    [InlineData("burst@#0..2", 6, "such as @#3..9, not #0..2")]
    public void Script_that_cannot_be_read_says_where_and_what_would_be_right(string script, int character, string problem)
    {
        var line = new SimulatorOptions { Faults = [script] }.Problem();
        Assert.NotNull(line);
        Assert.Contains($", character {character}: ", line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Every_script_of_the_tables_can_be_read() =>
        Assert.All(FaultRows.All.Select(row => row.Script).Concat(WireCases.All.Select(wire => wire.Script)), script => Assert.Null(FaultCatalog.Problem(script)));

    [Fact]
    public void Http2_and_unknown_profiles_are_refused()
    {
        Assert.Equal("faults work over HTTP/1.1 only; leave out http2", new SimulatorOptions { Http2 = true, Faults = ["burst"] }.Problem());
        Assert.Equal("profile tgi works over HTTP/1.1 only; leave out http2", new SimulatorOptions { Http2 = true, Profile = "tgi" }.Problem());
        Assert.StartsWith("there is no profile x; profiles are vllm, ", new SimulatorOptions { Profile = "x" }.Problem(), StringComparison.Ordinal);
    }
}
