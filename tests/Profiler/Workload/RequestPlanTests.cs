using System.Buffers;
using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Options.Traces;
using VllmStream.Profiling.Workload;
using VllmStream.Tests.Profiler.Options;

namespace VllmStream.Tests.Profiler.Workload;

public sealed class RequestPlanTests
{
    private const string Weighted = """
        lists: { c: [red, green, blue] }
        tasks:
          - { name: a, weight: 3, prompts: [a1, a2] }
          - { name: b, weight: 1, set: { x: one_of(c), y: next(c) }, prompt: "${x} ${y}", system: "s ${x}", body: { m: "${y}" } }
          - { name: c, weight: 1, sequence: [ { prompt: c1 }, { endpoint: embeddings, prompt: c2 } ] }
        """;

    [Fact]
    public void Tasks_come_as_often_as_their_weights_say()
    {
        var plan = Plan(Weighted);
        var counts = Enumerable.Range(0, 10_000).GroupBy(k => plan.TaskOf(At(k)).Steps[0].Kind.Group).ToDictionary(group => group.Key, group => group.Count());
        Assert.InRange(counts["a"], 5850, 6150);
        Assert.InRange(counts["b"], 1880, 2120);
        Assert.InRange(counts["c_1"], 1880, 2120);
        Assert.Equal(["a", "b", "c_1", "c_2"], plan.Groups);
        Assert.Equal(2, plan.StepsPerTask);
    }

    [Fact]
    public void Requests_of_a_seed_are_the_same_in_whatever_order_they_are_asked_for()
    {
        var (plan, again) = (Plan(Weighted), Plan(Weighted));
        var forward = Enumerable.Range(0, 300).Select(k => Asked(plan, k)).ToArray();
        var backward = Enumerable.Range(0, 300).Reverse().Select(k => Asked(again, k)).Reverse().ToArray();
        Assert.Equal(forward, backward);
        Assert.NotEqual(forward, Enumerable.Range(0, 300).Select(k => Asked(Plan(Weighted, seed: 8), k)));
    }

    [Fact]
    public void Variables_are_the_same_in_prompt_system_message_and_body()
    {
        var step = Plan(Weighted).Tasks[1].Steps[0];
        for (var number = 0; number < 20; number++)
        {
            var session = new Session();
            step.SetVariables(At(number), session);
            var spec = step.SpecOf(At(number), session);
            Assert.Equal($"{session["x"]} {session["y"]}", spec.Prompt.ToString());
            Assert.Equal($"s {session["x"]}", spec.System);
            Assert.Equal($"{{\"m\":\"{session["y"]}\"}}", spec.ExtraBody);
            Assert.Equal(((string[])["red", "green", "blue"])[number % 3], session["y"]);
        }
    }

    [Fact]
    public void Value_of_a_variable_stays_text_in_a_body()
    {
        var session = new Session { ["v"] = "a \"quoted\"\nline" };
        Assert.Equal("""{"m":"a \"quoted\"\nline"}""", session.FillJson("""{"m":"${v}"}"""));
    }

    [Fact]
    public void Probe_takes_a_streamed_request_that_needs_no_other_before_it()
    {
        Assert.Equal("a", Plan(Weighted).ForProbe.Kind.Group);
        Assert.Equal("find", Plan("on_start: [ { name: find, endpoint: models, capture: { m: /data/0/id } } ]\ntasks: [ { name: t, model: \"${m}\", prompt: p } ]").ForProbe.Kind.Group);
        Assert.Equal("chat", Plan("tasks: [ { name: e, endpoint: embeddings, prompt: p }, { name: chat, prompt: p } ]").ForProbe.Kind.Group);
    }

    [Fact]
    public void Options_alone_are_one_task_of_one_request_whose_prompts_are_taken_in_turn()
    {
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["1", "2", "3"], Seed = 1 }, Terms);
        Assert.Equal(["1", "2", "3", "1"], Enumerable.Range(0, 4).Select(k => SpecOf(plan, k).Prompt.ToString()));
        Assert.False(plan.TaskOf(At(0)).NeedsSession);
        Assert.Equal(["chat"], plan.Groups);
    }

    [Fact]
    public void Prompts_of_options_are_sent_as_they_stand_whatever_dollars_they_hold()
    {
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["cost ${x}"], Model = "${m}", ExtraBody = """{"a":"${b}"}""" }, Terms);
        Assert.False(plan.TaskOf(At(0)).NeedsSession);
        Assert.Equal(("cost ${x}", "${m}", """{"a":"${b}"}"""), (SpecOf(plan, 0).Prompt.ToString(), SpecOf(plan, 0).Model, SpecOf(plan, 0).ExtraBody));
    }

    [Fact]
    public void Entries_of_a_file_bring_their_conversation_and_their_length_unless_one_is_given()
    {
        var workload = new WorkloadOptions { PromptEntries = [new("a", """[{"role":"user","content":"a"}]""", 9), new("b", null, null)], OutputTokens = new LengthSpec(5, 0) };
        var plan = new RequestPlan(workload, Terms);
        Assert.Equal((9, 5), (SpecOf(plan, 0).MaxTokens, SpecOf(plan, 1).MaxTokens));
        Assert.Equal("""[{"role":"user","content":"a"}]""", MessagesOf(SpecOf(plan, 2)));
        Assert.Null(SpecOf(plan, 1).RawMessages);
        Assert.Equal(5, SpecOf(new RequestPlan(workload with { IsOutputGiven = true }, Terms), 0).MaxTokens);
    }

    [Fact]
    public void Stages_have_salts_of_their_own_and_share_them_within()
    {
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["p"], Seed = 1 }, Terms);
        string?[] salts = [.. ((int[])[RunStage.Before, RunStage.Warmup, RunStage.FirstMeasured, RunStage.FirstMeasured + 1]).Select(stage => In(plan, stage, 0).CacheSalt)];
        Assert.Equal(4, salts.Distinct().Count());
        Assert.All(salts, Assert.NotNull);
        Assert.Equal(salts[2], In(plan, RunStage.FirstMeasured, 99).CacheSalt);
        Assert.Equal("p", In(plan, RunStage.Warmup, 0).Prompt.ToString());
    }

    [Fact]
    public void Server_without_salts_gets_given_prompts_behind_a_nonce_of_their_stage()
    {
        var terms = new ServerTerms("m", OptionalFields.None);
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["p"], Seed = 1 }, terms);
        string[] prompts = [.. ((int[])[RunStage.Warmup, RunStage.FirstMeasured, RunStage.FirstMeasured]).Select((stage, i) => In(plan, stage, i).Prompt.ToString())];
        Assert.Matches("^\\[[0-9a-f]{16}\\] p$", prompts[0]);
        Assert.NotEqual(prompts[0], prompts[1]);
        Assert.Equal(prompts[1], prompts[2]);

        // A conversation begins with its system message, or its first text.
        var behind = new RequestPlan(new WorkloadOptions { Prompts = ["p"], System = "s", Seed = 1 }, terms);
        Assert.Equal(("p", prompts[0][..^1] + "s"), (In(behind, RunStage.Warmup, 0).Prompt.ToString(), In(behind, RunStage.Warmup, 0).System));
        var raw = new RequestPlan(new WorkloadOptions { PromptEntries = [new("a", """[{"role":"système","content":[{"type":"text","text":"a"}]}]""", null)], Seed = 1 }, terms);
        Assert.Equal($$"""[{"role":"système","content":[{"type":"text","text":"{{prompts[0][..^1]}}a"}]}]""", MessagesOf(In(raw, RunStage.Warmup, 0)));
        // What is made up is known to no cache.
        Assert.DoesNotContain("[", In(new RequestPlan(new WorkloadOptions { Seed = 1 }, terms), RunStage.Warmup, 0).Prompt.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reused_prompts_are_the_same_in_every_stage_and_stand_as_they_are()
    {
        var plan = new RequestPlan(new WorkloadOptions { ReusePrompts = true, Prefix = new PrefixSpec(16, 2), Seed = 1 }, Terms);
        var warmup = plan.Tasks[0].Steps[0].SpecOf(new PlanPlace(3, RunStage.Warmup, 3), null);
        var measured = plan.Tasks[0].Steps[0].SpecOf(new PlanPlace(19, RunStage.FirstMeasured, 3), null);
        Assert.Equal(warmup.Prompt.ToString(), measured.Prompt.ToString());
        Assert.Null(measured.CacheSalt);
        Assert.Equal("p", In(new RequestPlan(new WorkloadOptions { ReusePrompts = true, Prompts = ["p"] }, new ServerTerms("m", OptionalFields.None)), RunStage.Warmup, 0).Prompt.ToString());
    }

    [Fact]
    public void Turns_are_groups_whose_prompts_follow_on_what_was_said()
    {
        var plan = new RequestPlan(new WorkloadOptions { Turns = 3, Prompts = ["one", "two", "three"], Seed = 1 }, new ServerTerms("m", OptionalFields.None));
        Assert.Equal(["chat_turn1", "chat_turn2", "chat_turn3"], plan.Groups);
        Assert.Equal([true, true, false], plan.Tasks[0].Steps.Select(step => step.Kind.KeepsAnswer));
        var session = new Session();
        for (var turn = 0; turn < 3; turn++)
        {
            var spec = plan.Tasks[0].Steps[turn].SpecOf(At(turn), session);
            Assert.Equal(2 * turn, spec.History?.Count ?? 0);
            // The nonce stands at the beginning of the conversation and nowhere else.
            Assert.Equal(turn == 0, spec.Prompt.ToString().StartsWith('['));
            session.Said(spec.Prompt, $"answer {turn}");
        }
        Assert.Equal(["user", "assistant", "user", "assistant", "user", "assistant"], session.History.Select(message => message.Role));
        Assert.Equal(("answer 0", "two"), (session.History[1].Text, session.History[2].Text));
    }

    [Theory]
    [InlineData(EndpointKind.Chat, """{"messages":[]}""", null)]
    [InlineData(EndpointKind.Messages, """{"messages":[]}""", null)]
    [InlineData(EndpointKind.Completions, """{"prompt":"p"}""", null)]
    [InlineData(EndpointKind.Responses, """{"input":"p"}""", null)]
    [InlineData(EndpointKind.Embeddings, """{"input":"p"}""", null)]
    [InlineData(EndpointKind.Rerank, null, null)]
    [InlineData(EndpointKind.Score, null, null)]
    [InlineData(EndpointKind.Models, null, null)]
    [InlineData(EndpointKind.Chat, """{"prompt":"of no meaning here"}""", 256)]
    [InlineData(EndpointKind.Embeddings, null, 256)]
    public void Length_is_asked_for_only_where_the_prompt_is_what_the_server_counts(EndpointKind endpoint, string? body, int? asked) =>
        Assert.Equal(asked, SpecOf(new RequestPlan(new WorkloadOptions { Endpoint = endpoint, ExtraBody = body }, Terms), 0).AskedTokens);

    [Theory]
    [InlineData("""{"echo":true}""", true)]
    [InlineData("""{"echo":false}""", false)]
    [InlineData("""{"a":{"echo":true}}""", false)]
    [InlineData(null, false)]
    public void Answer_begins_with_the_prompt_only_where_the_body_says_so(string? body, bool echoes) =>
        Assert.Equal(echoes, new RequestPlan(new WorkloadOptions { ExtraBody = body }, Terms).Tasks[0].Steps[0].Kind.EchoesPrompt);

    [Fact]
    public void Prefix_begins_a_conversation_and_no_later_turn()
    {
        var plan = new RequestPlan(new WorkloadOptions { Turns = 3, InputTokens = new LengthSpec(8, 0), Prefix = new PrefixSpec(32, 4), Seed = 1 }, Terms);
        Assert.Equal([40, 8, 8], plan.Tasks[0].Steps.Select((step, turn) => step.SpecOf(At(turn), new Session()).Prompt.ToString().Split(' ').Length));
    }

    [Fact]
    public void Trace_gives_lengths_and_asks_for_answers_as_long_where_the_server_takes_that()
    {
        var trace = new Trace("t", [new(0, 40, 7, []), new(1, 50, null, [])]);
        var workload = new WorkloadOptions { Trace = trace, OutputTokens = new LengthSpec(5, 0) };
        var plan = new RequestPlan(workload, new ServerTerms("m", OptionalFields.IgnoreEos));
        Assert.Equal((40, 7, true), (SpecOf(plan, 0).AskedTokens, SpecOf(plan, 0).MaxTokens, SpecOf(plan, 0).IgnoreEos));
        Assert.Equal((50, 5), (SpecOf(plan, 1).AskedTokens, SpecOf(plan, 1).MaxTokens));
        Assert.Equal(40, SpecOf(plan, 0).Prompt.ToString().Split(' ').Length);
        Assert.False(SpecOf(new RequestPlan(workload, new ServerTerms("m", OptionalFields.None)), 0).IgnoreEos);
    }

    [Fact]
    public void Long_prompts_are_not_copied_to_stand_behind_a_nonce()
    {
        var text = new string('x', 400_000);
        var terms = new ServerTerms("m", OptionalFields.None);
        foreach (var workload in (WorkloadOptions[])[
            new() { Prompts = [text] },
            new() { Prompts = ["p"], System = text },
            new() { PromptEntries = [new("", $$"""[{"role":"user","content":"{{text}}"}]""", null)] }])
        {
            var plan = new RequestPlan(workload, terms);
            var body = new ArrayBufferWriter<byte>(1_000_000);
            Write(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Write(1);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000);
            Assert.Contains("] xxx", Encoding.UTF8.GetString(body.WrittenSpan), StringComparison.Ordinal);

            void Write(long number)
            {
                body.ResetWrittenCount();
                new ChatEndpoint().WriteBody(body, In(plan, RunStage.FirstMeasured, number));
            }
        }
    }

    private static string MessagesOf(RequestSpec spec)
    {
        var body = new ArrayBufferWriter<byte>();
        new ChatEndpoint().WriteBody(body, spec);
        return JsonDocument.Parse(body.WrittenMemory).RootElement.GetProperty("messages").GetRawText();
    }

    private static RequestSpec In(RequestPlan plan, int stage, long number) => plan.Tasks[0].Steps[0].SpecOf(new PlanPlace(number, stage, number), session: null);

    private static ServerTerms Terms => new("m", OptionalFields.StreamOptions | OptionalFields.CacheSalt);

    private static PlanPlace At(long number) => new(number, RunStage.FirstMeasured, number);

    private static RequestSpec SpecOf(RequestPlan plan, long number) => plan.Tasks[0].Steps[0].SpecOf(At(number), session: null);

    private static string Asked(RequestPlan plan, long k)
    {
        var session = new Session();
        return string.Join('|', plan.TaskOf(At(k)).Steps.Select(step =>
        {
            step.SetVariables(At(k), session);
            return $"{step.Kind.Group}: {step.SpecOf(At(k), session)}";
        }));
    }

    private static RequestPlan Plan(string yaml, long seed = 7)
    {
        var sources = new FakeOptionSources { Files = { ["s.yaml"] = yaml } };
        var basis = new WorkloadOptions { Seed = seed };
        return new RequestPlan(basis with { Scenario = ScenarioFile.Read("s.yaml", basis, sources) }, Terms);
    }
}
