namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>A step asked both ways, streamed and not: each is a group of its own, so that no figure mixes the two.</summary>
public static class ScenarioPairs
{
    /// <summary>The two members of a pair, the streamed one first; the seed says which is sent first.</summary>
    public static IReadOnlyList<ScenarioStep> Of(ScenarioStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return [Member(step, "stream", RequestMode.Stream), Member(step, "nonstream", RequestMode.NonStream)];
    }

    private static ScenarioStep Member(ScenarioStep step, string suffix, RequestMode mode) => step with
    {
        Name = $"{step.Name}_{suffix}",
        IsPaired = true,
        Request = step.Request with { Mode = mode },
    };
}
