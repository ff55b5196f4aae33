namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>A whole pair in numbers, milliseconds: all that is kept of it.</summary>
/// <param name="StreamE2eMs">E2E of the streamed member.</param>
/// <param name="NonstreamE2eMs">E2E of the other.</param>
/// <param name="FirstTextMs">First visible text of the streamed member; NaN when it had none.</param>
public readonly record struct PairSample(double StreamE2eMs, double NonstreamE2eMs, double FirstTextMs)
{
    /// <summary>What streaming cost in this pair.</summary>
    public double E2eDifferenceMs => StreamE2eMs - NonstreamE2eMs;
}
