using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Workload;

/// <summary>Users who leave, conversations, loads that go up and down, prompts of an exact length: as the server sees them.</summary>
[Trait("transport", "any")]
public sealed class TrafficTests
{
    [Fact]
    public async Task Users_who_leave_close_their_connection_and_are_neither_success_nor_failure()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(20, 100, 12) : null, ["-c", "10", "-n", "40", "--cancel", "50% after 300ms..400ms", "--seed", "2", "--check", "error_rate < 1%"]);
        Expect.Exit(0, played.Process);
        var left = played.File.Requests.Where(request => request.Outcome == "cancelled_by_us").ToList();
        Assert.InRange(left.Count, 8, 32);
        Assert.All(left, request =>
        {
            Assert.Equal("left", request.ErrorKind);
            Assert.Matches("^left after 0\\.[34]\\d* s, as planned$", request.ErrorMessage!);
            Assert.InRange(request.SinceSent("end_ms")!.Value, 299, 700);
            // What came before that is in the record.
            Assert.True(request.TokenEvents >= 2 && request.FirstTokenMs is not null);
        });
        var totals = played.File.Summary.Line.GetProperty("totals");
        Assert.Equal((left.Count, 0, 40 - left.Count), (totals.GetProperty("left").GetInt32(), totals.GetProperty("failed").GetInt32(), totals.GetProperty("ok").GetInt32()));
        Assert.Contains($"left as planned {left.Count}", played.Process.Stdout, StringComparison.Ordinal);
        Assert.Equal(left.Count, played.Server.Posts.Count(post => !post.Completed));
        var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson"]);
        Assert.Equal(played.Process.Stdout, report.Stdout);
    }

    [Fact]
    public async Task Answer_that_is_there_before_its_user_leaves_is_a_success()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(5, 5, 3) : null, ["-c", "4", "-n", "20", "--cancel", "100% after 5s"]);
        Assert.All(played.File.Requests, request => Assert.Equal("ok", request.Outcome));
    }

    [Fact]
    public async Task Turns_send_what_was_said_before_and_are_groups()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Sse(CaseBytes.C($"answer {r.Post}"), CaseBytes.C("!"), CaseBytes.Tail(2)) : null,
            ["-c", "1", "-n", "6", "--turns", "3", "--isl", "4"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(["chat_turn1", "chat_turn2", "chat_turn3", "chat_turn1", "chat_turn2", "chat_turn3"], played.File.Requests.Select(request => request.Group));
        var conversations = played.Server.Posts.Select(post => MessagesOf(post.Request)).ToList();
        Assert.Equal([1, 3, 5, 1, 3, 5], conversations.Select(messages => messages.Count));
        for (var k = 0; k < 6; k++)
        {
            Assert.Equal(["user", "assistant", "user", "assistant", "user"], conversations[k].Select(message => message.Role).Concat(["assistant", "user", "assistant", "user"]).Take(5));
            if (k % 3 == 0)
                continue;
            // All that the turn before sent, its answer, and a new message.
            Assert.Equal([.. conversations[k - 1], ("assistant", $"answer {k - 1}!")], conversations[k].SkipLast(1));
        }
        Assert.Equal(4, conversations[0][0].Text.Split(' ').Length);
        Assert.Contains("chat_turn3", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("responses", "input")]
    [InlineData("messages", "messages")]
    public async Task Turns_go_on_over_other_apis_of_conversations(string endpoint, string member)
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", "--endpoint", endpoint, "--turns", "2", "-c", "2", "-n", "8", "--warmup", "0", "--isl", "8", "--osl", "4", "-o", "run.ndjson", "--ui", "none"], 40);
        Expect.Exit(0, run);
        var file = RunFile.Read(folder.File("run.ndjson"));
        var tokens = file.Requests.ToLookup(request => request.Group, request => request.PromptTokens!.Value);
        Assert.Equal((4, 4), (tokens[$"{endpoint}_turn1"].Count(), tokens[$"{endpoint}_turn2"].Count()));
        Assert.True(tokens[$"{endpoint}_turn2"].Min() > tokens[$"{endpoint}_turn1"].Max() + 4, member);
    }

    [Fact]
    public async Task Failed_turn_ends_its_conversation()
    {
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : MessagesOf(r).Count == 3 ? Reply.Json("{}", 500) : Reply.Chat(1, 1, 1), ["-c", "1", "-n", "4", "--turns", "3", "--isl", "4"]);
        Assert.Equal(["ok", "http_error", "ok", "http_error"], played.File.Requests.Select(request => request.Outcome));
        Assert.Equal([0, 1, 3, 4], played.File.Requests.Select(request => (int)request.Id));
    }

    [Fact]
    public async Task Stages_of_concurrency_are_what_the_server_sees_in_flight()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(10, 10, 9) : null, ["--stages", "1s:2,1s:0,2s:6,1s>1", "--stages-of", "concurrency"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(6, played.Server.MaxInFlight);
        var requests = played.File.Requests;
        var start = requests[0].ScheduledMs;
        Assert.Equal(2, MostAt(500));
        Assert.Equal(0, MostAt(1600));
        Assert.Equal(6, MostAt(2500));
        Assert.InRange(MostAt(4900), 1, 3);
        Assert.Contains("closed loop 1s:2,1s:0,2s:6,1s>1 in flight", played.Process.Stdout, StringComparison.Ordinal);

        int MostAt(double ms) => requests.Count(request => request.ScheduledMs - start <= ms && request.ScheduledMs - start + request.EndMs > ms);
    }

    [Theory]
    [Trait("case", "TK03")]
    [InlineData(1, 14)]
    [InlineData(128, 128)]
    [InlineData(4096, 4096)]
    public async Task Exact_prompts_are_as_long_as_asked_by_the_count_of_the_server_and_never_empty(int asked, int counted)
    {
        // Its template adds 13 tokens.
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Sse(CaseBytes.C("a"), CaseBytes.F(), CaseBytes.U(13 + MessagesOf(r)[0].Text.Split(' ').Length, 1), CaseBytes.D()) : null,
            ["-c", "1", "-n", "3", "--isl", $"{asked}", "--exact-isl"]);
        Expect.Exit(0, played.Process);
        Assert.All(played.File.Requests, request => Assert.Equal((asked, counted), (request.Line.GetProperty("asked_tokens").GetInt32(), (int)request.PromptTokens!)));
    }

    [Fact]
    [Trait("case", "TK03")]
    public async Task Exact_prompts_of_completions_are_token_ids()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Sse(CaseBytes.T("a", "length"), CaseBytes.U(r.Json().GetProperty("prompt").GetArrayLength(), 1), CaseBytes.D()) : null,
            ["-c", "1", "-n", "3", "--isl", "100..200", "--exact-isl", "--endpoint", "completions"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(3, played.Server.Posts.Count);
        Assert.All(played.File.Requests, request => Assert.Equal(request.Line.GetProperty("asked_tokens").GetInt64(), request.PromptTokens));
    }

    [Fact]
    public async Task Server_that_does_not_count_prompts_cannot_make_them_exact()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Sse(CaseBytes.C("a"), CaseBytes.F(), CaseBytes.D()) : null, ["-c", "1", "-n", "3", "--exact-isl"]);
        Expect.Exit(3, played.Process);
        Assert.Contains("error: --exact-isl: the server does not say how many tokens a prompt has (usage.prompt_tokens)", played.Process.Stderr, StringComparison.Ordinal);
    }

    private static List<(string Role, string Text)> MessagesOf(ScriptedRequest request) =>
        [.. request.Json().GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, TextOf(message.GetProperty("content"))))];

    private static string TextOf(JsonElement content) => content.GetString()!;
}
