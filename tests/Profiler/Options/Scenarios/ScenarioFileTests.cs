using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Tests.Profiler.Options.Scenarios;

public sealed class ScenarioFileTests
{
    private static readonly FakeOptionSources Sources = new()
    {
        Variables = { ["SET"] = "from the environment" },
        Files = { ["dir/prompts.txt"] = "one\r\n\ntwo\n", ["dir/empty.txt"] = "\n", ["dir/talks.jsonl"] = """{"messages":[{"role":"user","content":"hi"}]}""" },
    };

    [Fact]
    public void Step_takes_what_it_does_not_say_from_its_task_then_from_the_defaults()
    {
        var scenario = Read("""
            defaults: { temperature: 0.3, system: be kind, headers: { X-A: 1, X-B: 2 }, expect: { status: 200, min_chars: 1 } }
            tasks:
              - name: t
                temperature: 0.5
                headers: { x-b: 3 }
                sequence:
                  - { name: a, prompt: p, expect: { min_chars: 9 } }
                  - { endpoint: completions, prompt: q, temperature: 0.7, max_tokens: 100..200, isl: 64 }
            """);
        var (a, b) = (scenario.Tasks[0].Steps[0], scenario.Tasks[0].Steps[1]);
        Assert.Equal(("a", "t_2"), (a.Name, b.Name));
        Assert.Equal((0.5, 0.7), (a.Request.Temperature, b.Request.Temperature));
        Assert.Equal(("be kind", EndpointKind.Chat, EndpointKind.Completions), (a.Request.System, a.Request.Endpoint, b.Request.Endpoint));
        Assert.Equal(["x-b: 3", "X-A: 1"], a.Headers.Select(header => $"{header.Name}: {header.Value.Reveal()}"));
        Assert.Equal((200, 9), (a.Expect!.Status, a.Expect.MinChars));
        Assert.Equal((200, 1), (b.Expect!.Status, b.Expect.MinChars));
        Assert.Equal(new LengthSpec(150, 0) { Law = LengthLaw.Uniform, Least = 100, Most = 200 }, b.Request.OutputTokens);
    }

    [Fact]
    public void Scenario_has_users_lists_variables_and_the_environment()
    {
        var scenario = Read("""
            name: all
            users: { count: 5, spawn_rate: 2, think: 0.5s..2s }
            lists:
              colours: [red, green]
              lines: prompts.txt
            on_start:
              - { name: find, endpoint: models, capture: { model: /data/0/id } }
            tasks:
              - name: t
                weight: 2.5
                model: ${model}
                set: { c: one_of(colours), l: next(lines), e: "${env:SET}", d: "${env:UNSET:-otherwise}" }
                prompts: ["${c} and ${l}", plain]
                body: { top_k: 20, nested: { a: [1, 2.5, true, null, "7", x] } }
            """);
        Assert.Equal(("all", 5, 2d, "500ms..2s"), (scenario.Name, scenario.Users, scenario.SpawnRate, scenario.Think.ToString()));
        Assert.Equal(("find", "model", "/data/0/id"), (scenario.OnStart[0].Name, scenario.OnStart[0].Capture[0].Key, scenario.OnStart[0].Capture[0].Value));
        var step = scenario.Tasks[0].Steps[0];
        Assert.Equal((2.5, "${model}"), (scenario.Tasks[0].Weight, step.Request.Model));
        Assert.Equal(["c: red|green False", "l: one|two True", "e: from the environment False", "d: otherwise False"], step.Set.Select(draw => $"{draw.Name}: {string.Join('|', draw.Values)} {draw.InTurn}"));
        Assert.Equal("""{"top_k":20,"nested":{"a":[1,2.5,true,null,"7","x"]}}""", step.Request.ExtraBody);
    }

    [Theory]
    [InlineData("tasks:\n  - name: t\n    promts: [a]", "s.yaml:3:5: a task has no key promts; nearest: prompts")]
    [InlineData("task: []", "s.yaml:1:1: a scenario has no key task; nearest: tasks")]
    [InlineData("name: x", "s.yaml:1:1: a scenario needs tasks")]
    [InlineData("tasks: []", "s.yaml:1:8: tasks is no list; write - in front of each entry")]
    [InlineData("tasks:\n  - prompt: a", "s.yaml:2:5: a task needs a name")]
    [InlineData("tasks:\n  - just text", "s.yaml:2:5: a task is no map; write key: value")]
    [InlineData("tasks:\n  - { name: t, weight: none }", "s.yaml:2:24: weight none is no number; write it as 0.7")]
    [InlineData("tasks:\n  - { name: t, max_tokens: 0 }", "s.yaml:2:28: max_tokens 0 must be a whole number of at least 1 token")]
    [InlineData("tasks:\n  - { name: t, ignore_eos: perhaps }", "s.yaml:2:28: ignore_eos is perhaps; write true or false")]
    [InlineData("tasks:\n  - { name: t, endpoint: embedings }", "s.yaml:2:26: endpoint embedings is unknown; nearest: embeddings")]
    [InlineData("tasks:\n  - { name: t, mode: fast }", "s.yaml:2:22: mode is fast; write stream or nonstream")]
    [InlineData("tasks:\n  - { name: t, prompt: a, prompts: [b] }", "s.yaml:2:36: prompts and prompt are two kinds of prompts; keep one")]
    [InlineData("tasks:\n  - { name: t, prompts_file: no.txt }", "s.yaml:2:30: there is no file dir/no.txt")]
    [InlineData("tasks:\n  - { name: t, turns: 2, prompts_file: talks.jsonl }", "s.yaml:2:23: turns would go on with conversations, and those of the file (messages) are whole; give its lines a prompt in place of messages")]
    [InlineData("tasks:\n  - { name: t, prompts_file: empty.txt }", "empty.txt: holds no prompt")]
    [InlineData("lists: { l: empty.txt }\ntasks:\n  - { name: t }", "s.yaml:1:13: the file dir/empty.txt has no line of text")]
    [InlineData("tasks:\n  - { name: t, prompt: \"${qery}\", set: { query: a } }", "s.yaml:2:24: prompt uses ${qery}, which nothing before it sets or captures; nearest: query")]
    [InlineData("tasks:\n  - { name: t, set: { q: one_of(lst) } }\nlists: { list: [a] }", "s.yaml:2:26: set q: there is no list lst; nearest: list")]
    [InlineData("tasks:\n  - { name: t, set: { q-1: a } }", "s.yaml:2:28: q-1 is no name of a variable; use letters, digits and _")]
    [InlineData("tasks:\n  - { name: t, capture: { id: data.id } }", "s.yaml:2:31: capture id: data.id is neither a JSON Pointer, which begins with a slash, nor text")]
    [InlineData("tasks:\n  - { name: t, model: \"${env:UNSET}\" }", "s.yaml:2:23: the variable UNSET is not set; set it, or write ${env:UNSET:-otherwise}")]
    [InlineData("tasks:\n  - { name: t, headers: { 'a b': c } }", "s.yaml:2:34: headers: a b has a name with characters that no header has; write 'Name: value'")]
    [InlineData("tasks:\n  - { name: t, expect: { min_char: 1 } }", "s.yaml:2:26: expect has no key min_char; nearest: min_chars")]
    [InlineData("tasks:\n  - name: t\n    prompt: a\n    sequence:\n      - prompt: b", "s.yaml:3:13: prompt belongs to a step of the sequence, not to its task")]
    [InlineData("users: { think: 3s..1s }\ntasks:\n  - name: t", "s.yaml:1:17: think 3s..1s ends before it begins; write 1s..3s")]
    [InlineData("users: { think: 3 }\ntasks:\n  - name: t", "s.yaml:1:17: think 3 has no unit; write 3ms, 3s or 3m")]
    public void Fault_is_named_with_its_line_and_column(string yaml, string error) =>
        Assert.Equal("dir/" + error, Assert.Throws<OptionException>(() => Read(yaml)).Message);

    [Theory]
    [InlineData("tasks: [", "s.yaml:2:1: is no YAML: ")]
    [InlineData("tasks:\n  - name: t\n   weight: 1", "s.yaml:3:4: is no YAML: ")]
    [InlineData("name: a\nname: b\ntasks: []", "s.yaml:2:1: is no YAML: ")]
    public void Text_that_is_no_yaml_is_named_with_its_line_and_column(string yaml, string error) =>
        Assert.StartsWith("dir/" + error, Assert.Throws<OptionException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Shipped_scenarios_can_be_read_and_have_their_parameters()
    {
        Assert.Equal(["basic-chat", "mixed-prompts", "rag", "workflow"], ScenarioFile.Shipped);
        var basic = Shipped("basic-chat");
        Assert.Equal(("1s..3s", 5, 120, 0.7), (basic.Think.ToString(), basic.Tasks[0].Steps[0].Request.Prompts.Count, basic.Tasks[0].Steps[0].Request.OutputTokens.Mean, basic.Tasks[0].Steps[0].Request.Temperature));
        Assert.Equal([("chat_short", 3d, 80), ("chat_long", 1d, 300)], Shipped("mixed-prompts").Tasks.Select(task => (task.Name, task.Weight, task.Steps[0].Request.OutputTokens.Mean)));
        var workflow = Shipped("workflow");
        Assert.Equal([("models", 1d), ("completions", 4d)], workflow.Tasks.Select(task => (task.Name, task.Weight)));
        Assert.All(workflow.Steps, step => Assert.Contains(step.Headers, header => header.Name == "X-Client-Name"));
        Assert.Equal([EndpointKind.Embeddings, EndpointKind.Chat], Shipped("rag").Tasks[0].Steps.Select(step => step.Request.Endpoint));
        Assert.Equal(10, Shipped("rag").Tasks[0].Steps[0].Expect!.MinDimensions);
    }

    [Fact]
    public void Name_that_is_neither_a_file_nor_shipped_gets_the_nearest() =>
        Assert.Equal("--scenario basic-chats: there is no such file; nearest shipped one: basic-chat", Assert.Throws<OptionException>(() => Shipped("basic-chats")).Message);

    [Fact]
    public void File_that_nobody_may_read_is_named()
    {
        var sources = new FakeOptionSources { Files = { ["s.yaml"] = "tasks:\n  - { name: t, prompts_file: p.txt }\nlists: { l: l.txt }", ["p.txt"] = "p", ["l.txt"] = "l" }, Locked = { "s.yaml", "p.txt", "l.txt" } };
        Assert.Equal("--scenario s.yaml: is no file that can be read", Refused());
        sources.Locked.Remove("s.yaml");
        Assert.Equal("s.yaml:3:13: the file l.txt cannot be read", Refused());
        sources.Locked.Remove("l.txt");
        Assert.Equal("s.yaml:2:30: the file p.txt cannot be read", Refused());

        string Refused() => Assert.Throws<OptionException>(() => ScenarioFile.Read("s.yaml", new WorkloadOptions(), sources)).Message;
    }

    private static Scenario Shipped(string name) => ScenarioFile.Read(name, new WorkloadOptions(), Sources);

    private static Scenario Read(string yaml)
    {
        Sources.Files["dir/s.yaml"] = yaml;
        return ScenarioFile.Read("dir/s.yaml", new WorkloadOptions(), Sources);
    }
}
