namespace VllmStream.Profiling.Options;

/// <summary>How a length is drawn.</summary>
public enum LengthLaw
{
    /// <summary>Normal, rounded, at least 1; without a deviation always the mean.</summary>
    Normal,

    /// <summary>Every whole number between two equally often.</summary>
    Uniform,

    /// <summary>Lognormal with the given mean and deviation: many short ones, a few long.</summary>
    Lognormal,
}
