namespace VllmStream.Simulation;

/// <summary>The shape in which simulated times spread around their mean.</summary>
public enum JitterDistribution
{
    /// <summary>No spread: every gap is the mean.</summary>
    None,

    /// <summary>Even between mean × (1 − jitter) and mean × (1 + jitter).</summary>
    Uniform,

    /// <summary>Gaussian, cut off at zero.</summary>
    Normal,

    /// <summary>Right-skewed as real step times are; never negative.</summary>
    LogNormal,
}
