using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>A request of a <see cref="VirtualServer"/> and all it got.</summary>
internal sealed class VirtualRequest(SequenceCourse course, Action? ended)
{
    public SequenceCourse Course { get; } = course;

    public ITokenSource Source { get; set; } = null!;

    public List<TokenStep> Steps { get; } = [];

    public bool IsOver { get; private set; }

    /// <summary>When each of its outputs was due, in milliseconds.</summary>
    public IReadOnlyList<double> DueMs => [.. Steps.Select(step => Math.Round(VirtualServer.Ms(step.DueTicks), 6))];

    public double QueuedMs => Math.Round(VirtualServer.Ms(Course.QueuedTicks), 6);

    public double ScheduledMs => Math.Round(VirtualServer.Ms(Course.ScheduledTicks), 6);

    public async Task ReadAsync()
    {
        while (await Source.MoveNextAsync())
        {
            Steps.Add(Source.Current);
            Course.Take(Source.Current);
        }

        IsOver = true;
        ended?.Invoke();
    }
}
