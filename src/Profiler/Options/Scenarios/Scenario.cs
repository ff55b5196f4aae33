namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>The traffic of a run as a file describes it. Immutable.</summary>
public sealed record Scenario
{
    /// <summary>Its name; that of the file where it gives none.</summary>
    public required string Name { get; init; }

    /// <summary>What users do, each as often as its weight says; never empty.</summary>
    public required IReadOnlyList<ScenarioTask> Tasks { get; init; }

    /// <summary>What every user does once before the first task; recorded, and excluded as warm-up is.</summary>
    public IReadOnlyList<ScenarioStep> OnStart { get; init; } = [];

    /// <summary>Users at a time; null = the load options say.</summary>
    public int? Users { get; init; }

    /// <summary>Users that begin per second; null = all at once.</summary>
    public double? SpawnRate { get; init; }

    /// <summary>What a user waits between two tasks.</summary>
    public TimeRange Think { get; init; }

    /// <summary>Every step there is, on_start first.</summary>
    public IEnumerable<ScenarioStep> Steps => OnStart.Concat(Tasks.SelectMany(task => task.Steps));
}
