using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Workload;

/// <summary>Scenario files: what is sent, how answers are judged, and how a mistake in one is told.</summary>
[Trait("transport", "any")]
public sealed class ScenarioTests
{
    private const string Vector = """{"object":"list","data":[{"embedding":[1,2,3]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""";
    private const string Models = """{"object":"list","data":[{"id":"found/model"}]}""";

    [Theory]
    [InlineData("basic-chat", "chat")]
    [InlineData("mixed-prompts", "chat_short", "chat_long")]
    [InlineData("workflow", "models", "completions")]
    [InlineData("rag", "embed", "answer")]
    public async Task Shipped_scenario_runs_against_the_simulator_with_figures_for_every_group(string name, params string[] groups)
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", "-f", name, "--users", "12", "--think", "20ms..60ms", "--osl", "8", "-n", "60", "--seed", "3", "-o", "run.ndjson", "--ui", "none"], 60);
        Expect.Exit(0, run);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Equal(groups, file.Summary.Line.GetProperty("groups").EnumerateObject().Select(group => group.Name));
        Assert.All(file.Summary.Line.GetProperty("groups").EnumerateObject(), group => Assert.True(group.Value.GetProperty("ok").GetInt64() > 0, group.Name));
        Assert.Equal(60, file.Summary.Sent);
        foreach (var group in groups.Length > 1 ? groups : [])
            Assert.Contains(group, run.Stdout, StringComparison.Ordinal);
        Assert.Contains($"scenario {name}", run.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequence_passes_on_what_it_captures_and_a_step_that_fails_ends_it()
    {
        using var played = await PlayAsync("""
            tasks:
              - name: t
                sequence:
                  - { name: find, endpoint: models, capture: { model: /data/0/id } }
                  - { name: ask, model: "${model}", prompt: hi, capture: { said: text } }
                  - { name: embed, endpoint: embeddings, prompt: "${said}", expect: { min_dimensions: 4 } }
                  - { name: never, prompt: "not sent" }
            """, r => r.Path switch
            {
                "/v1/models" => Reply.Json(Models),
                "/v1/embeddings" => Reply.Json(Vector),
                _ => Reply.Sse(CaseBytes.C("one "), CaseBytes.C("two"), CaseBytes.F(), CaseBytes.U(5, 2), CaseBytes.D()),
            }, 3);
        Assert.Equal(["find", "ask", "embed"], played.File.Requests.Select(request => request.Group));
        Assert.Equal(["ok", "ok", "invalid_response"], played.File.Requests.Select(request => request.Outcome));
        Assert.Equal([0, 1, 2], played.File.Requests.Select(request => (int)request.Id));
        Assert.Equal("min_dimensions 4: the vector has 3", played.File.Requests[2].ErrorMessage);
        var posts = played.Server.Posts;
        Assert.Equal("found/model", posts[0].Request.Json().GetProperty("model").GetString());
        Assert.Equal("one two", posts[1].Request.Json().GetProperty("input").GetString());
        Assert.DoesNotContain(posts, post => post.Request.Body.Contains("not sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_start_is_done_once_by_every_user_and_is_in_no_figure()
    {
        using var played = await PlayAsync("""
            on_start:
              - { name: find, endpoint: models, capture: { model: /data/0/id } }
            tasks:
              - { name: ask, model: "${model}", prompt: hi }
            """, r => r.Path == "/v1/models" ? Reply.Json(Models) : Reply.Chat(1, 1, 2), 12, "-c", "3");
        var setups = played.File.Requests.Where(request => request.Group == "find").ToList();
        Assert.Equal(3, setups.Count);
        Assert.All(setups, request => Assert.True(request.Id < 0 && request.Phase == "warmup"));
        Assert.Equal(["ask"], played.File.Summary.Line.GetProperty("groups").EnumerateObject().Select(group => group.Name));
        Assert.Equal(12, played.File.Summary.Sent);
        Assert.All(played.Server.Posts, post => Assert.Equal("found/model", post.Request.Json().GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData("expect: { min_chars: 20 }", "min_chars 20: the answer has 3: t0 ")]
    [InlineData("expect: { contains: sea }", "contains sea: not in the answer: t0 ")]
    [InlineData("expect: { not_contains: t0 }", "not_contains t0: it is in the answer")]
    [InlineData("expect: { finish_reason: length }", "finish_reason length: it is stop")]
    [InlineData("expect: { json_schema: { type: object } }", "json_schema: the answer is no JSON: t0 ")]
    public async Task Answer_that_is_not_as_expected_is_an_invalid_response_and_a_check_fails_the_run(string expect, string message)
    {
        using var played = await PlayAsync($"tasks:\n  - name: t\n    prompt: hi\n    {expect}\n", _ => Reply.Chat(1, 1, 1), 2, "--check", "error_rate < 1%");
        Assert.All(played.File.Requests, request => Assert.Equal(("invalid_response", message), (request.Outcome, request.ErrorMessage)));
        Assert.Equal(5, played.Process.ExitCode);
    }

    [Fact]
    public async Task Expected_status_beyond_2xx_is_the_success()
    {
        using var played = await PlayAsync("tasks:\n  - { name: t, prompt: hi, expect: { status: 429 } }\n", _ => Reply.Json("{}", 429), 2);
        Assert.All(played.File.Requests, request => Assert.Equal("ok", request.Outcome));
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Headers_of_the_file_are_sent_and_those_of_the_command_line_win()
    {
        using var played = await PlayAsync("""
            defaults: { headers: { X-A: file, X-B: file } }
            tasks:
              - { name: t, prompt: hi, headers: { x-b: step, X-C: "${env:CASE_HEADER:-otherwise}" } }
            """, _ => Reply.Chat(1, 1, 1), 1, "-H", "X-A: line");
        var request = played.Log.Request;
        Assert.Equal(("line", "step", "otherwise"), (request.Header("X-A"), request.Header("X-B"), request.Header("X-C")));
    }

    [Fact]
    public async Task Users_think_between_tasks_and_come_at_their_rate()
    {
        using var played = await PlayAsync("tasks: [ { name: t, prompt: hi } ]", _ => Reply.Chat(1, 1, 1), 12, "--users", "3", "--spawn-rate", "5", "--think", "200ms");
        var starts = played.File.Requests.Select(request => request.ScheduledMs).Order().ToList();
        // The third user comes after 400 ms; each sends again 200 ms after its answer.
        Assert.True(starts[^1] - starts[0] > 600, string.Join(' ', starts));
        Assert.True(starts[1] - starts[0] > 150, string.Join(' ', starts));
    }

    [Fact]
    public async Task Prompts_of_a_file_are_sent_in_turn_as_they_stand()
    {
        var file = Path.Combine(Path.GetTempPath(), $"prompts-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllTextAsync(file, "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"1 你好\"}]}\n{\"prompt\":\"2 ${x}\",\"output_tokens\":3}\n", TestContext.Current.CancellationToken);
        try
        {
            using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(1, 1, 1) : null, ["-c", "1", "-n", "3", "--prompts", file, "--reuse-prompts"]);
            var bodies = played.Server.Posts.Select(post => post.Request.Json()).ToList();
            Assert.Equal(["s", "1 你好"], bodies[0].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
            Assert.Equal(["2 ${x}"], bodies[1].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
            Assert.Equal((128, 3), (bodies[0].GetProperty("max_tokens").GetInt32(), bodies[1].GetProperty("max_tokens").GetInt32()));
            Assert.Equal(bodies[0].ToString(), bodies[2].ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Mistake_in_a_file_is_one_line_with_its_place()
    {
        using var folder = new TempFolder();
        folder.Write("s.yaml", "tasks:\n  - name: t\n    promts: [a]\n");
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", "-f", "s.yaml"]);
        Expect.Exit(2, run);
        Assert.Equal("error: s.yaml:3:5: a task has no key promts; nearest: prompts\n", run.Stderr);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Seeded_open_loop_sends_the_same_bodies_whatever_the_loops(int loops)
    {
        var bodies = await BodiesAsync("1");
        // Requests that are due within a moment of each other leave on connections of their own: which is read first is the server's affair.
        Assert.Equal(bodies.Order(StringComparer.Ordinal), (await BodiesAsync(loops.ToString(System.Globalization.CultureInfo.InvariantCulture))).Order(StringComparer.Ordinal));
        Assert.Equal(40, bodies.Count);
    }

    private static async Task<List<string>> BodiesAsync(string loops)
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(1, 1, 1) : null,
            ["-r", "200", "-n", "40", "--isl", "20..40", "--osl", "lognormal:30±20", "--seed", "11", "--transport", "epoll", "--loops", loops]);
        return [.. played.Planned.Select(request => request.Body)];
    }

    private static async Task<Played> PlayAsync(string yaml, Func<ScriptedRequest, Reply?> script, int requests, params string[] more)
    {
        var scenario = Path.Combine(Path.GetTempPath(), $"scenario-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(scenario, yaml);
        try
        {
            string[] load = more.Contains("-c") || more.Contains("--users") ? [] : ["-c", "1"];
            return await Play.RunAsync(script, ["-f", scenario, "-n", requests.ToString(System.Globalization.CultureInfo.InvariantCulture), .. load, .. more]);
        }
        finally
        {
            File.Delete(scenario);
        }
    }
}
