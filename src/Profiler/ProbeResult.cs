using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling;

/// <summary>What the probe learnt.</summary>
/// <param name="Record">Its request.</param>
/// <param name="IncludeUsage">True when requests may ask for usage in the stream.</param>
public sealed record ProbeResult(RequestRecord Record, bool IncludeUsage)
{
    /// <summary>True when the load may start: the answer was a success, or was cut by us in the middle of a good stream.</summary>
    public bool IsUsable => Record.Outcome is Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed
        || (Record.Outcome == Outcome.CancelledByUs && Record.Marks.FirstToken != 0);
}
