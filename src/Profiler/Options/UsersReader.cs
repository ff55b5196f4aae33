using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>Reads the load of simulated users: from options, from a scenario, or from both.</summary>
internal static class UsersReader
{
    public static LoadOptions Read(OptionValues values, OptionValue users, OptionValue? ceiling) => ceiling is null
        ? Checked(new LoadOptions
        {
            Kind = LoadKind.Users,
            Concurrency = (int)values.Count("--users", 1, LoadReader.MostInFlight)!.Value,
            SpawnRate = values.Read<double>("--spawn-rate", RateText.TryParse),
            Think = values.Read<TimeRange>("--think", TimeRange.TryParse) ?? default,
        })
        : throw new OptionException($"{users.Shown} and {ceiling.Shown} are two load shapes; keep one");

    /// <summary>The load of a scenario: its users, unless the command line gives a shape of its own.</summary>
    public static LoadOptions WithScenario(LoadOptions load, Scenario scenario, OptionValues values)
    {
        if (load.Kind == LoadKind.Open || load.Stages.Count > 0 || values.Has("--concurrency") || values.Has("--max-concurrency"))
            return (values.One("--think") ?? values.One("--spawn-rate")) is { } lost ? throw lost.Wrong("is about users, and the load has none; use --users N") : load;
        return Checked(load with
        {
            Kind = LoadKind.Users,
            Concurrency = values.Has("--users") ? load.Concurrency : scenario.Users ?? load.Concurrency,
            SpawnRate = values.Read<double>("--spawn-rate", RateText.TryParse) ?? scenario.SpawnRate,
            Think = values.Read<TimeRange>("--think", TimeRange.TryParse) ?? scenario.Think,
        });
    }

    // Every user waits for his start in one go.
    private static LoadOptions Checked(LoadOptions load) =>
        (load.Concurrency - 1) / load.SpawnRate > DurationText.Longest.TotalSeconds
            ? throw new OptionException($"{load.Concurrency} users at {NumberText.Format(load.SpawnRate!.Value)} more per second take {(load.Concurrency - 1) / load.SpawnRate.Value / 86400:0.#} days to begin; the most is {DurationText.Longest.TotalDays} days")
            : load;
}
