using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Load;

/// <summary>A lane with its runners. Used on the lane.</summary>
internal sealed class LoadLane(RunnerContext context) : IDisposable
{
    /// <summary>Where its requests run.</summary>
    public Lane Lane { get; } = context.Lane;

    /// <summary>Runners between two requests.</summary>
    public RunnerPool Runners { get; } = new(context);

    public void Dispose() => Runners.Dispose();
}
