namespace VllmStream.Profiling.Workload;

/// <summary>A task of the plan. Immutable.</summary>
/// <param name="Steps">One or more requests, one after the other.</param>
/// <param name="UntilWeight">Sum of the weights up to and with this task, in parts of the whole.</param>
public sealed record PlannedTask(IReadOnlyList<PlannedStep> Steps, double UntilWeight)
{
    /// <summary>True when a request may need what an earlier one found.</summary>
    public bool NeedsSession { get; } = Steps.Count > 1 || Steps.Any(step => step.NeedsSession);
}
