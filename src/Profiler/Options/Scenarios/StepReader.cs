using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Reads tasks and steps; what a step does not say is looked for in its task, then in the defaults, then in the options of the run.</summary>
internal sealed class StepReader(ScenarioSource source, YamlMap top, WorkloadOptions basis)
{
    private readonly YamlMap? _defaults = top.Find("defaults") is { } node ? new YamlMap(source, node, ScenarioPlaces.Defaults, "defaults") : null;
    private readonly VariableReader _variables = new(source, top);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Reads on_start; its variables are known to all tasks.</summary>
    public List<ScenarioStep> ReadOnStart(IReadOnlyList<YamlNode> nodes)
    {
        var steps = new List<ScenarioStep>();
        for (var i = 0; i < nodes.Count; i++)
            steps.Add(ReadStep(new YamlMap(source, nodes[i], ScenarioPlaces.Step, "a step"), task: null, "on_start", _known, []));
        return steps;
    }

    /// <summary>Reads the tasks.</summary>
    public List<ScenarioTask> ReadTasks(IReadOnlyList<YamlNode> nodes)
    {
        var tasks = new List<ScenarioTask>();
        foreach (var node in nodes)
            tasks.Add(ReadTask(new YamlMap(source, node, ScenarioPlaces.Task, "a task")));
        return tasks;
    }

    private ScenarioTask ReadTask(YamlMap map)
    {
        var name = map.Text("name") ?? throw source.Wrong(map.Mark, "a task needs a name");
        var weight = map.Number("weight", 0.000001, 1_000_000) ?? 1;
        var known = new HashSet<string>(_known, StringComparer.Ordinal);
        if (!map.Has("sequence"))
            return new ScenarioTask(name, weight, ReadTurns(map, ReadStep(map, task: null, name, known, [])));
        foreach (var key in (ReadOnlySpan<string>)["prompt", "prompts", "prompts_file", "capture", "documents", "turns", "think"])
        {
            if (map.Has(key))
                throw map.Wrong(key, "belongs to a step of the sequence, not to its task");
        }

        var steps = new List<ScenarioStep>();
        foreach (var node in map.List("sequence"))
        {
            var step = new YamlMap(source, node, ScenarioPlaces.Step, "a step");
            // The variables that a task sets are set before its first step.
            steps.Add(ReadStep(step, map, $"{name}_{steps.Count + 1}", known, steps.Count == 0 ? _variables.ReadSet(map) : []));
        }
        return new ScenarioTask(name, weight, steps);
    }

    private static IReadOnlyList<ScenarioStep> ReadTurns(YamlMap map, ScenarioStep step)
    {
        var turns = map.Count("turns", 1) ?? 1;
        if (turns > ScenarioTurns.Most)
            throw map.Wrong("turns", $"is {turns}; the most is {ScenarioTurns.Most}");
        if (turns == 1 && map.Has("think"))
            throw map.Wrong("think", "of a task is the pause between its turns, and it has none; write it under users");
        if (turns > 1 && !EndpointNames.HasTurns(step.Request.Endpoint))
            throw map.Wrong("turns", $"need a conversation, which {EndpointNames.NameOf(step.Request.Endpoint, step.Request.EndpointPath)} has not");
        if (turns > 1 && ScenarioTurns.HasConversations(step.Request.PromptEntries))
            throw map.Wrong("turns", ScenarioTurns.TwoConversations);
        return ScenarioTurns.Of(step, turns, step.Think);
    }

    private ScenarioStep ReadStep(YamlMap step, YamlMap? task, string name, HashSet<string> known, IReadOnlyList<VariableDraw> setBefore)
    {
        var layers = new StepLayers(source, [step, .. task is null ? [] : new[] { task }, .. _defaults is null ? [] : new[] { _defaults }]);
        List<VariableDraw> set = [.. setBefore, .. _variables.ReadSet(step)];
        known.UnionWith(set.Select(draw => draw.Name));
        var capture = _variables.ReadCapture(step);
        var read = new ScenarioStep
        {
            Name = step.Text("name") ?? name,
            Request = layers.ReadRequest(basis),
            Headers = layers.ReadHeaders(),
            Expect = layers.ReadExpect(),
            Set = set,
            Capture = capture,
            Think = step.Read<TimeRange>("think", TimeRange.TryParse) ?? default,
        };
        CheckVariables(step, read, known);
        known.UnionWith(capture.Select(pair => pair.Key));
        return read;
    }

    private void CheckVariables(YamlMap map, ScenarioStep step, HashSet<string> known)
    {
        var request = step.Request;
        (string Key, string? Text)[] texts =
        [
            ("model", request.Model), ("system", request.System), ("body", request.ExtraBody),
            .. request.Prompts.Select(prompt => ("prompt", (string?)prompt)),
            .. request.PromptEntries.Select(entry => ("prompts_file", (string?)entry.Text)),
            .. request.DocumentTexts.Select(document => ("documents", (string?)document)),
        ];
        foreach (var (key, text) in texts)
        {
            if (text is null || VariableText.NamesIn(text).FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
                continue;
            var nearest = NearestName.Of(unknown, known);
            throw source.Wrong(map.MarkOf(key), $"{key} uses ${{{unknown}}}, which nothing before it sets or captures{(nearest is null ? "" : $"; nearest: {nearest}")}");
        }
        if (request.EndpointPath is { } path && VariableText.HasVariables(path))
            throw map.Wrong("endpoint", "cannot hold variables; the path of a step is fixed");
    }
}
