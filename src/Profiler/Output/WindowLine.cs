using System.ComponentModel;

namespace VllmStream.Profiling.Output;

/// <summary>Measuring begins anew; what was measured before is set aside.</summary>
public sealed record WindowLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "window";

    /// <summary>An empty line.</summary>
    public WindowLine()
        : base(Word)
    {
    }

    /// <summary>Its number.</summary>
    [Description("Number of the measured window that begins at at_ms, from 2; the first one begins with the phase running.")]
    public int Window { get; init; }

    /// <summary>When it began.</summary>
    [Description("When it began, ms since run start. Requests that were due before belong to the window before.")]
    public double AtMs { get; init; }
}
