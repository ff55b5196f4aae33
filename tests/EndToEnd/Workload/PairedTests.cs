using System.Collections.Concurrent;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Workload;

/// <summary>Every prompt both ways: what a server sees, what the file says, and what is made of it.</summary>
[Trait("transport", "any")]
public sealed class PairedTests
{
    private const double CostMs = 50;

    [Theory]
    [InlineData("-c", "4", "-n", "48")]
    [InlineData("-r", "40", "-n", "48")]
    [InlineData("--users", "4", "--think", "10ms..20ms", "-n", "48")]
    public async Task Run_against_the_simulator_has_whole_pairs_and_a_report_of_the_same_bytes(params string[] load)
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", .. load, "--warmup", "4", "--osl", "8", "--ignore-eos", "--mode", "paired", "--seed", "3", "-o", "run.ndjson", "--ui", "none"], 60);
        Expect.Exit(0, run);
        var file = RunFile.Read(folder.File("run.ndjson"));
        var pairs = file.Requests.Where(request => request.Phase != "warmup").GroupBy(PairOf).ToList();
        Assert.Equal(24, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(["chat_nonstream nonstream", "chat_stream stream"], pair.Select(request => $"{request.Group} {Mode(request)}").Order()));
        Assert.All(pairs, pair => Assert.Equal([2 * pair.Key, 2 * pair.Key + 1], pair.Select(request => request.Id).Order()));
        Assert.All(file.Requests, request => Assert.Equal(Mode(request) == "stream", request.TtftMs is not null));
        Assert.Equal(24, file.Summary.Metric("ttft_ms").N);
        Assert.Equal(48, file.Summary.Metric("e2e_ms").N);
        Assert.Equal("paired", file.RunStarted.GetProperty("mode").GetString());

        var figures = Pairs(file);
        Assert.Equal((24, 24), (figures.GetProperty("complete").GetInt32(), figures.GetProperty("lengths").GetProperty("equal").GetInt32()));
        Assert.True(figures.GetProperty("e2e_difference_ms").GetProperty("low").GetDouble() <= figures.GetProperty("e2e_difference_ms").GetProperty("high").GetDouble());
        Assert.Contains("24 whole pairs", run.Stdout, StringComparison.Ordinal);
        var report = await Vllmstream.RunAsync(folder, ["report", "run.ndjson"]);
        Assert.Equal(run.Stdout, report.Stdout);
    }

    [Fact]
    public async Task File_that_was_cut_gives_the_same_pairs_again()
    {
        using var folder = new TempFolder();
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["run", "--sim", "-c", "4", "-n", "44", "--osl", "8", "--mode", "paired", "-o", "run.ndjson", "--ui", "none"], 60));
        var lines = File.ReadAllLines(folder.File("run.ndjson"));
        folder.Write("cut.ndjson", string.Join('\n', lines[..^1]) + "\n");
        var (whole, cut) = (await Vllmstream.RunAsync(folder, ["report", "run.ndjson"]), await Vllmstream.RunAsync(folder, ["report", "cut.ndjson"]));
        Assert.Equal(Block(whole.Stdout), Block(cut.Stdout));
        Assert.Contains("22 whole pairs", Block(cut.Stdout), StringComparison.Ordinal);
        // The same requests as another run.
        using var started = JsonDocument.Parse(lines[0]);
        var own = $"\"run\":\"{started.RootElement.GetProperty("run").GetString()}\"";
        folder.Write("other.ndjson", string.Join('\n', lines.Select(line => line.Replace(own, "\"run\":\"other\"", StringComparison.Ordinal))) + "\n");
        var merged = await Vllmstream.RunAsync(folder, ["report", "run.ndjson", "other.ndjson"]);
        Assert.Contains("44 whole pairs", Block(merged.Stdout), StringComparison.Ordinal);
        Assert.Contains("in the report of each", Block(merged.Stdout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_that_takes_longer_is_said_to_by_as_much_as_it_does()
    {
        using var played = await PlayAsync(streamed => streamed ? Reply.Chat(10, 35, 5) : Whole(5).HeadAt(150 - CostMs), "-c", "4", "-n", "120");
        Expect.Exit(0, played.Process);
        var difference = Pairs(played.File).GetProperty("e2e_difference_ms");
        var (low, high) = (difference.GetProperty("low").GetDouble(), difference.GetProperty("high").GetDouble());
        Expect.Time(CostMs, difference.GetProperty("value").GetDouble(), toleranceMs: 3);
        Expect.Time(CostMs, low, toleranceMs: 5);
        Expect.Time(CostMs, high, toleranceMs: 5);
        Assert.Matches(@"streaming costs [\d.]+ ms of E2E time here, \d", Pairs(played.File).GetProperty("verdict").GetString()!);
        // A user sees the stream's first text long before the other answer, which has no TTFT.
        Expect.Time(10 - 100, Pairs(played.File).GetProperty("first_text_difference_ms").GetDouble(), toleranceMs: 5);
        Assert.Contains("earlier", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pair_is_sent_one_after_the_other_and_every_second_one_begins_with_the_stream()
    {
        using var played = await PlayAsync(streamed => streamed ? Reply.Chat(1, 1, 2) : Whole(2), "-c", "1", "-n", "40", "--isl", "30", "--osl", "2..9");
        bool[] streamed = [.. played.Planned.Select(IsStreamed)];
        Assert.All(Enumerable.Range(0, 20), pair => Assert.NotEqual(streamed[2 * pair], streamed[2 * pair + 1]));
        Assert.All(Enumerable.Range(0, 10), two => Assert.NotEqual(streamed[4 * two], streamed[4 * two + 2]));
        for (var pair = 0; pair < 20; pair++)
        {
            var (one, other) = (played.Planned[2 * pair], played.Planned[2 * pair + 1]);
            Assert.Equal(one.Json().GetProperty("max_tokens").GetInt32(), other.Json().GetProperty("max_tokens").GetInt32());
            Assert.True(played.File.Requests[2 * pair].EndMs + played.File.Requests[2 * pair].ScheduledMs <= played.File.Requests[2 * pair + 1].ScheduledMs + 0.01);
            Assert.Equal(IsStreamed(one) ? "text/event-stream" : "application/json", one.Header("Accept"));
        }
    }

    [Theory]
    [InlineData("0.11.0", "--isl", "64")]
    [InlineData("0.11.0", "--prompt", "hello")]
    [InlineData(null, "--isl", "64")]
    [InlineData(null, "--prompt", "hello")]
    public async Task Second_of_a_pair_finds_nothing_in_the_cache_that_the_first_has_left(string? version, params string[] prompts)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var server = ScriptedServer.Start(request =>
        {
            if (request.Path.EndsWith("version", StringComparison.Ordinal))
                return version is null ? Reply.Json("{}", 404) : null;
            if (!request.IsPost)
                return null;
            var (body, prompt) = (request.Json(), PromptOf(request));
            var known = !seen.TryAdd((body.TryGetProperty("cache_salt", out var salt) ? salt.GetString() : "") + prompt[..Math.Min(30, prompt.Length)], true);
            return Reply.Json(known ? """{"error":{"message":"known"}}""" : CaseBytes.Completion("a", 5, 1), known ? 500 : 200);
        });
        using var folder = new TempFolder();
        using var played = new Played(server, folder, await Vllmstream.RunAsync(
            folder, ["run", server.Url, "-c", "1", "-n", "2", "--warmup", "0", "--mode", "paired", .. prompts, "-m", "m", "-o", "run.ndjson", "--ui", "none"]));
        Assert.All(played.File.Requests, request => Assert.Contains(request.Outcome, new[] { "ok", "not_streamed" }));
        Assert.Equal(2, played.File.Requests.Count);
        var lengths = played.Server.Posts.TakeLast(2).Select(post => PromptOf(post.Request).Length).ToArray();
        Assert.Equal(lengths[0], lengths[1]);
    }

    [Fact]
    public async Task Server_that_never_streams_leaves_nothing_to_compare()
    {
        using var played = await PlayAsync(_ => Whole(3), "-c", "2", "-n", "20");
        Assert.Equal(10, Pairs(played.File).GetProperty("incomplete").GetProperty("not_streamed").GetInt32());
        Assert.Equal("nothing to compare: streams are asked for, and whole documents come", Pairs(played.File).GetProperty("verdict").GetString());
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Contains("10 not streamed", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_fails_whatever_is_not_streamed_fails_half_and_compares_nothing()
    {
        using var played = await PlayAsync(streamed => streamed ? Reply.Chat(1, 1, 3) : Reply.Json("""{"error":{"message":"only streams"}}""", 400), "-c", "2", "-n", "60");
        Expect.Exit(0, played.Process);
        var figures = Pairs(played.File);
        Assert.Equal((0, 30), (figures.GetProperty("complete").GetInt32(), figures.GetProperty("incomplete").GetProperty("nonstream_failed").GetInt32()));
        Assert.Equal((0, 1), (figures.GetProperty("stream").GetProperty("failed_ratio").GetDouble(), figures.GetProperty("nonstream").GetProperty("failed_ratio").GetDouble()));
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("e2e_difference_ms").GetProperty("value").ValueKind);
        Assert.Equal("nothing to compare: no answer came that was not streamed", figures.GetProperty("verdict").GetString());
        Assert.Equal(30, played.File.Summary.Metric("ttft_ms").N);
    }

    [Fact]
    public async Task Scenario_has_both_members_of_a_pair_with_the_same_draws_and_starts_once()
    {
        using var folder = new TempFolder();
        folder.Write("s.yaml", """
            lists: { c: [red, green, blue] }
            on_start: [ { name: hello, prompt: hello } ]
            tasks:
              - { name: a, set: { x: one_of(c), y: next(c) }, prompt: "${x} ${y}", mode: nonstream }
              - { name: b, prompts: [b1, b2, b3] }
            """);
        using var server = ScriptedServer.Start(request => !request.IsPost ? null : IsStreamed(request) ? Reply.Chat(1, 1, 2) : Whole(2));
        using var played = new Played(server, folder, await Vllmstream.RunAsync(folder, ["run", server.Url, "-f", "s.yaml", "-c", "1", "-n", "24", "--mode", "paired", .. Play.Quiet]));
        Expect.Exit(0, played.Process);
        Assert.Equal(["a_nonstream", "a_stream", "b_nonstream", "b_stream"], played.File.Requests.Where(request => request.Id >= 0).Select(request => request.Group).Distinct().Order());
        Assert.Equal(1, played.File.Requests.Count(request => request.Id < 0));
        string[] prompts = [.. played.Server.Posts.Skip(1).Select(post => PromptOf(post.Request)).Select(prompt => prompt[(prompt.IndexOf(']', StringComparison.Ordinal) + 1)..])];
        Assert.All(Enumerable.Range(0, 12), pair => Assert.Equal(prompts[2 * pair], prompts[2 * pair + 1]));
        Assert.True(prompts.Distinct().Count() > 3);
    }

    private static Task<Played> PlayAsync(Func<bool, Reply> answer, params string[] load) =>
        Play.RunAsync(request => request.IsPost ? answer(IsStreamed(request)) : null, [.. load, "--mode", "paired", "--seed", "3"]);

    private static Reply Whole(int tokens) => Reply.Json(CaseBytes.Completion("hello", 5, tokens));

    private static bool IsStreamed(ScriptedRequest request) => request.Json().TryGetProperty("stream", out var stream) && stream.GetBoolean();

    private static string PromptOf(ScriptedRequest request) => request.Json().GetProperty("messages")[0].GetProperty("content").GetString()!;

    private static JsonElement Pairs(RunFile file) => file.Summary.Line.GetProperty("pairs");

    private static long PairOf(RequestRow request) => request.Line.GetProperty("pair").GetInt64();

    private static string Mode(RequestRow request) => request.Line.GetProperty("mode").GetString()!;

    private static string Block(string summary)
    {
        var from = summary.IndexOf("pairs  ", StringComparison.Ordinal);
        return summary[from..summary.IndexOf("\n\n", from, StringComparison.Ordinal)];
    }
}
