using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>What the probe learnt.</summary>
/// <param name="Record">Its request, as the load will send it.</param>
/// <param name="Refused">Optional fields that the server refuses; the load leaves them out.</param>
public sealed record ProbeResult(RequestRecord Record, OptionalFields Refused)
{
    /// <summary>What it showed, in words.</summary>
    public IReadOnlyList<ProbeFinding> Findings { get; init; } = [];

    /// <summary>True when the load may start: the answer was a success, or was cut by us in the middle of a good stream.</summary>
    public bool IsUsable => Record.Outcome is Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed
        || (Record.Outcome == Outcome.CancelledByUs && Record.Marks.FirstToken != 0);
}
