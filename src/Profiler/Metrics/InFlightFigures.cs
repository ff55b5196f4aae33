namespace VllmStream.Profiling.Metrics;

/// <summary>What was in flight within a window.</summary>
/// <param name="P50">Median over time; null when the window is too short to say.</param>
/// <param name="Max">The most.</param>
/// <param name="Growth">How it rose over the last half, where what a load begins with is over; null when the half is too short to say.</param>
internal readonly record struct InFlightFigures(int? P50, int? Max, InFlightGrowth? Growth)
{
    /// <summary>The totals of a run with these figures in them.</summary>
    public RunTotals Within(RunTotals totals) => totals with
    {
        InFlightP50 = P50,
        InFlightMax = Max,
        InFlightGrowthPerS = Growth is { } growth ? Rounded.ToMillionth(growth.PerS) : null,
        InFlightGrowthErrorPerS = Growth is { } line ? Rounded.ToMillionth(line.ErrorPerS) : null,
    };
}
