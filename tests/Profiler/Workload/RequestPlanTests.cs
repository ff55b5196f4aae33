using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
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
        var counts = Enumerable.Range(0, 10_000).GroupBy(k => plan.TaskOf(k).Steps[0].Kind.Group).ToDictionary(group => group.Key, group => group.Count());
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
            step.SetVariables(number, session);
            var spec = step.SpecOf(number, session);
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
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["1", "2", "3"], Seed = 1 }, "m", includeUsage: true);
        Assert.Equal(["1", "2", "3", "1"], Enumerable.Range(0, 4).Select(k => plan.SpecOf(k).Prompt.ToString()));
        Assert.False(plan.TaskOf(0).NeedsSession);
        Assert.Equal(["chat"], plan.Groups);
    }

    [Fact]
    public void Prompts_of_options_are_sent_as_they_stand_whatever_dollars_they_hold()
    {
        var plan = new RequestPlan(new WorkloadOptions { Prompts = ["cost ${x}"], Model = "${m}", ExtraBody = """{"a":"${b}"}""" }, "m", includeUsage: true);
        Assert.False(plan.TaskOf(0).NeedsSession);
        Assert.Equal(("cost ${x}", "${m}", """{"a":"${b}"}"""), (plan.SpecOf(0).Prompt.ToString(), plan.SpecOf(0).Model, plan.SpecOf(0).ExtraBody));
    }

    [Fact]
    public void Entries_of_a_file_bring_their_conversation_and_their_length_unless_one_is_given()
    {
        var workload = new WorkloadOptions { PromptEntries = [new("a", """[{"role":"user","content":"a"}]""", 9), new("b", null, null)], OutputTokens = new LengthSpec(5, 0) };
        var plan = new RequestPlan(workload, "m", includeUsage: true);
        Assert.Equal((9, 5), (plan.SpecOf(0).MaxTokens, plan.SpecOf(1).MaxTokens));
        Assert.Equal("""[{"role":"user","content":"a"}]""", plan.SpecOf(2).RawMessages);
        Assert.Null(plan.SpecOf(1).RawMessages);
        Assert.Equal(5, new RequestPlan(workload with { IsOutputGiven = true }, "m", includeUsage: true).SpecOf(0).MaxTokens);
    }

    private static string Asked(RequestPlan plan, long k)
    {
        var session = new Session();
        return string.Join('|', plan.TaskOf(k).Steps.Select(step =>
        {
            step.SetVariables(k, session);
            return $"{step.Kind.Group}: {step.SpecOf(k, session)}";
        }));
    }

    private static RequestPlan Plan(string yaml, long seed = 7)
    {
        var sources = new FakeOptionSources { Files = { ["s.yaml"] = yaml } };
        var basis = new WorkloadOptions { Seed = seed };
        return new RequestPlan(basis with { Scenario = ScenarioFile.Read("s.yaml", basis, sources) }, "model", includeUsage: true);
    }
}
