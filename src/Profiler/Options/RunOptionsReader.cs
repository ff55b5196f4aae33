using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Profiling.Options;

/// <summary>Turns the options of a command line into <see cref="RunOptions"/>; the one place that validates them. Pure but for what <see cref="IOptionSources"/> gives.</summary>
public static class RunOptionsReader
{
    // A request that failed more often than this tells nothing new.
    private const int MostRetries = 100;

    // A timer of .NET waits 49 days at most; nobody waits a day.
    private static readonly TimeSpan LongestRetryBudget = TimeSpan.FromHours(24);

    // The simulator's address is known when it has started; whoever starts it puts it in.
    private static readonly TargetAddress SimulatorTarget = new(new TargetUrl("http", "127.0.0.1", 0, ""), Endpoint: null, Credentials: null);

    /// <summary>Reads the options of a run or probe.</summary>
    /// <param name="values">Options as given, all of them built.</param>
    /// <param name="url">The address; null only with the simulator.</param>
    /// <param name="sources">Environment and files.</param>
    /// <exception cref="OptionException">The first thing that is wrong.</exception>
    public static RunOptionsReading Read(OptionValues values, string? url, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(sources);
        var warnings = new List<string>();
        var target = url is null ? SimulatorTarget : ReadTarget(url);
        var load = LoadReader.Read(values, sources, warnings);
        var workload = WorkloadReader.Read(values, target.Endpoint, sources, load);
        var limits = LimitReader.Read(values, load);
        load = TraceReader.WithRate(load, limits);
        var options = new RunOptions
        {
            Target = target.Url,
            Load = workload.Scenario is { } scenario ? UsersReader.WithScenario(load, scenario, values) : load,
            Workload = workload,
            Limits = limits,
            Timeouts = LimitReader.ReadTimeouts(values),
            Connection = ConnectionReader.Read(values, target, useSimulator: url is null, sources, warnings),
            Slo = ReadSlo(values),
            Checks = ReadChecksOfRun(values),
            Retries = (int?)values.Count("--retries", 0, MostRetries) ?? 0,
            Tokenizer = TokenizerOption.Read(values),
            RetryBudget = ReadRetryBudget(values),
            Probe = !values.Has("--no-probe"),
            Record = values.Word("--record", RecordDetail.Requests, ("requests", RecordDetail.Requests), ("gaps", RecordDetail.Gaps), ("raw", RecordDetail.Raw)),
            Watch = WatchReader.Read(values, useSimulator: url is null),
            Tags = ReadTags(values),
        };
        return new RunOptionsReading(options, warnings);
    }

    private static TargetAddress ReadTarget(string url) =>
        TargetText.TryParse(url, out var target, out var problem) ? target : throw new OptionException($"URL {TargetText.Redact(url)} {problem}");

    private static TimeSpan ReadRetryBudget(OptionValues values)
    {
        if (values.One("--retry-budget") is not { } given)
            return new RunOptions { Target = SimulatorTarget.Url }.RetryBudget;
        if (!values.Has("--retries"))
            throw given.Wrong("limits attempts after the first, and there are none; add --retries N");
        var budget = values.Duration("--retry-budget")!.Value;
        return budget <= LongestRetryBudget ? budget : throw given.Wrong($"is longer than {LongestRetryBudget.TotalHours:0}h, the longest that is waited");
    }

    private static List<SloTerm> ReadSlo(OptionValues values)
    {
        var terms = new List<SloTerm>();
        foreach (var given in values.All("--slo"))
            terms.AddRange(OptionReader.Parse<IReadOnlyList<SloTerm>>(given, SloText.TryParse));
        return terms;
    }

    /// <summary>The checks of a command line.</summary>
    /// <exception cref="OptionException">One is none.</exception>
    public static IReadOnlyList<CheckTerm> ReadChecks(OptionValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var checks = new List<CheckTerm>();
        foreach (var given in values.All("--check"))
            checks.Add(CheckText.TryParse(given.Text, out var term, out var problem) ? term : throw WrongCheck(given, problem));
        return checks;
    }

    /// <summary>Refuses checks of groups that there are not.</summary>
    /// <param name="checks">Checks.</param>
    /// <param name="groups">Every group there is.</param>
    /// <exception cref="OptionException">One asks for another group.</exception>
    public static void RequireGroups(IReadOnlyList<CheckTerm> checks, IReadOnlyList<string> groups)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(groups);
        if (checks.FirstOrDefault(check => check.Group is { } group && !groups.Contains(group, StringComparer.Ordinal)) is { } check)
            throw new OptionException($"--check '{check.Text}': {CheckProblem.Unknown(check.Group!, "group of this run", groups)}");
    }

    // On a command line --threshold P% is compare's, and was meant for the baseline.
    private static OptionException WrongCheck(OptionValue given, string problem) =>
        given.Spelling == "--threshold" && PercentText.TryParse(given.Text, out _, out _)
            ? given.Wrong($"is no check; with --baseline write --baseline-threshold {given.Text}")
            : new OptionException($"{given.Spelling} '{given.Text}': {problem}");

    private static IReadOnlyList<CheckTerm> ReadChecksOfRun(OptionValues values)
    {
        var checks = ReadChecks(values);
        if (checks.FirstOrDefault(check => check.Metric is "goodput" or "met_ratio") is { } goodput && !values.Has("--slo"))
            throw new OptionException($"--check '{goodput.Text}': at \"{goodput.Metric}\": no objectives to meet; add --slo ttft<500ms");
        return checks;
    }

    private static List<KeyValuePair<string, string>> ReadTags(OptionValues values)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var given in values.All("--tag"))
        {
            var tag = OptionReader.Parse<KeyValuePair<string, string>>(given, TagText.TryParse);
            if (tags.Exists(other => other.Key == tag.Key && other.Value != tag.Value))
                throw given.Wrong("gives a second value to its key; keep one");
            tags.Add(tag);
        }

        return tags;
    }
}
