namespace VllmStream.Profiling.Metrics;

/// <summary>How the number of requests in flight changed over a run, as it goes from one process to another.</summary>
/// <param name="WidthUs">Microseconds from one edge to the next; the first is at the start of the run.</param>
/// <param name="Changes">By how many it changed at each edge; nothing changed behind the last.</param>
public sealed record InFlightChanges(long WidthUs, IReadOnlyList<int> Changes)
{
    /// <summary>Wider slots are of no run that anybody waits for: ten days of microseconds.</summary>
    private const long MostWidthUs = 864_000_000_000;

    /// <summary>True when no timeline can have written it.</summary>
    internal bool IsDamaged => WidthUs is <= 0 or > MostWidthUs || Changes is not { Count: <= InFlightTimeline.Slots };
}
