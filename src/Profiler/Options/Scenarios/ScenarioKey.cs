namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>One key of a scenario file.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Places">Where it may stand.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Help">What it means, in one line.</param>
public sealed record ScenarioKey(string Name, ScenarioPlaces Places, ScenarioValue Value, string Help);
