using VllmStream.Profiling.Options.Prompts;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>Reads what is asked of the server.</summary>
internal static class WorkloadReader
{
    internal static WorkloadOptions Read(OptionValues values, EndpointKind? endpointOfUrl, IOptionSources sources, LoadOptions load)
    {
        var defaults = new WorkloadOptions();
        RefuseTwoSources(values);
        PairedReader.RefuseOthers(values);
        var prompts = values.All("--prompt");
        var file = values.One("--prompts");
        foreach (var prompt in prompts)
        {
            if (prompt.Text.Length == 0)
                throw new OptionException($"{prompt.Spelling} is empty; write a prompt of at least one character");
        }

        var entries = file is null ? [] : PromptFile.Read(file.Text, file.ReadFile(sources));
        var (endpoint, path) = EndpointReader.Read(values, endpointOfUrl);
        var workload = new WorkloadOptions
        {
            Model = ReadModel(values),
            Endpoint = endpoint,
            EndpointPath = path,
            Mode = ReadMode(values, endpoint, path),
            Prompts = [.. prompts.Select(prompt => prompt.Text)],
            PromptEntries = entries,
            IsOutputGiven = values.Has("--osl"),
            InputTokens = values.Read<LengthSpec>("--isl", LengthText.TryParse) ?? defaults.InputTokens,
            OutputTokens = values.Read<LengthSpec>("--osl", LengthText.TryParse) ?? defaults.OutputTokens,
            Prefix = values.Read<PrefixSpec>("--prefix", PrefixText.TryParse) ?? defaults.Prefix,
            ReusePrompts = values.Has("--reuse-prompts"),
            ExactInput = values.Has("--exact-isl"),
            Trace = load.Trace,
            Turns = ReadTurns(values, endpoint, entries),
            TurnThink = load.Think,
            IgnoreEos = values.Has("--ignore-eos"),
            ContinuousUsage = ReadSwitch(values, "--continuous-usage", endpoint),
            TokenIds = ReadSwitch(values, "--token-ids", endpoint),
            Temperature = values.Number("--temperature", 0, 100),
            TopP = values.Number("--top-p", 0, 1),
            ExtraBody = ReadExtraBody(values),
            Seed = values.Count("--seed", long.MinValue, long.MaxValue) ?? sources.NewSeed(),
        };
        return values.One("--scenario") is { } scenario ? workload with { Scenario = ReadScenario(values, scenario, workload, sources) } : workload;
    }

    // What is asked comes from one place; each of these says of the options behind it that they have nothing left to say.
    private static void RefuseTwoSources(OptionValues values)
    {
        Refuse("--scenario", "says what is asked", "--prompt", "--prompts", "--isl", "--endpoint", "--trace", "--prefix", "--exact-isl", "--turns");
        Refuse("--trace", "says how long prompts and answers are", "--prompt", "--prompts", "--isl", "--osl", "--prefix", "--turns");
        Refuse("--prompts", "gives the prompts", "--prompt", "--isl", "--prefix", "--exact-isl");
        Refuse("--prompt", "gives the prompts", "--isl", "--prefix", "--exact-isl");

        void Refuse(string source, string what, params ReadOnlySpan<string> names)
        {
            if (values.All(source) is not [var given, ..])
                return;
            foreach (var name in names)
            {
                if (values.All(name) is [var other, ..])
                    throw new OptionException($"{given.Shown} {what}, and {other.Shown} would too; keep one");
            }
        }
    }

    private static int ReadTurns(OptionValues values, EndpointKind endpoint, IReadOnlyList<PromptEntry> entries)
    {
        var turns = (int)(values.Count("--turns", 1, ScenarioTurns.Most) ?? 1);
        if (turns == 1)
            return turns;
        if (!EndpointNames.HasTurns(endpoint))
            throw values.One("--turns")!.Wrong($"needs a conversation, which --endpoint {EndpointNames.NameOf(endpoint, "PATH")} has not");
        return ScenarioTurns.HasConversations(entries) ? throw values.One("--turns")!.Wrong(ScenarioTurns.TwoConversations) : turns;
    }

    // The file says what is asked; what stands on the command line as well is the user's last word.
    private static Scenario ReadScenario(OptionValues values, OptionValue file, WorkloadOptions workload, IOptionSources sources)
    {
        // Pairs are made of the tasks: what a user does once before them is done once.
        var paired = workload.Mode == RequestMode.Paired ? PairedReader.Find(values) : null;
        var scenario = ScenarioFile.Read(file.Text, paired is null ? workload : workload with { Mode = RequestMode.Stream }, sources);
        return scenario with
        {
            OnStart = [.. scenario.OnStart.Select(Overridden)],
            Tasks = [.. scenario.Tasks.Select(task => task with { Steps = [.. task.Steps.Select(Overridden)] }).Select(task => paired is null ? task : PairedReader.PairOf(task, paired))],
        };

        ScenarioStep Overridden(ScenarioStep step) => step with
        {
            Request = step.Request with
            {
                Mode = values.Has("--mode") && paired is null ? workload.Mode : step.Request.Mode,
                OutputTokens = values.Has("--osl") ? workload.OutputTokens : step.Request.OutputTokens,
                IgnoreEos = values.Has("--ignore-eos") || step.Request.IgnoreEos,
                Temperature = workload.Temperature ?? step.Request.Temperature,
                TopP = workload.TopP ?? step.Request.TopP,
                ExtraBody = workload.ExtraBody ?? step.Request.ExtraBody,
            },
        };
    }

    internal static string? ReadModel(OptionValues values) =>
        values.One("--model") is not { } model ? null
        : model.Text.Length == 0 ? throw new OptionException($"{model.Spelling} is empty; leave it out to take the first of /v1/models")
        : model.Text;

    private static RequestMode ReadMode(OptionValues values, EndpointKind endpoint, string? path)
    {
        if (PairedReader.Find(values) is { } paired && !values.Has("--scenario") && !EndpointNames.Generates(endpoint))
            throw paired.Wrong($"does not fit --endpoint {EndpointNames.NameOf(endpoint, path)}, whose answers cannot be asked for both ways; leave it out");
        if (!EndpointNames.CanStream(endpoint) && values.All("--mode").FirstOrDefault(given => given.Text == "stream") is { } stream)
            throw stream.Wrong($"does not fit --endpoint {EndpointNames.NameOf(endpoint, null)}, whose answers are never streamed; leave it out");
        // Of a path that nobody knows, a plain answer is what is expected.
        var usual = endpoint == EndpointKind.Plain ? RequestMode.NonStream : RequestMode.Stream;
        return values.Word("--mode", usual, ("stream", RequestMode.Stream), ("nonstream", RequestMode.NonStream), ("paired", RequestMode.Paired));
    }

    // vLLM's own members of the two APIs of completions.
    private static bool ReadSwitch(OptionValues values, string name, EndpointKind endpoint) =>
        values.One(name) is { } given && (values.Has("--scenario") || endpoint is EndpointKind.Chat or EndpointKind.Completions
            ? true
            : throw given.Wrong("is of --endpoint chat and completions alone; leave it out"));

    private static string? ReadExtraBody(OptionValues values)
    {
        if (values.One("--extra-body") is not { } given)
            return null;
        return ExtraBodyText.TryParse(given.Text, out var problem) ? given.Text : throw given.Wrong(problem);
    }
}
