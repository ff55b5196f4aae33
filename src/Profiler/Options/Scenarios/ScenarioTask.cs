namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>One thing users do: a request, or a sequence of them that share variables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">How often, relative to the other tasks; above 0.</param>
/// <param name="Steps">One or more.</param>
public sealed record ScenarioTask(string Name, double Weight, IReadOnlyList<ScenarioStep> Steps);
