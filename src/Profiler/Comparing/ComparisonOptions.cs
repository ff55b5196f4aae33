namespace VllmStream.Profiling.Comparing;

/// <summary>What counts as a difference.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The smallest change that matters, as a ratio: 0.05.</summary>
    public double Threshold { get; init; } = 0.05;
}
