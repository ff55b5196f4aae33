using System.ComponentModel;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A phase begins. Its time is the edge of the steady window, so it must be the instant told to the aggregator.</summary>
public sealed record PhaseLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "phase";

    /// <summary>An empty line.</summary>
    public PhaseLine()
        : base(Word)
    {
    }

    /// <summary>The phase.</summary>
    [Description("The phase that begins at at_ms.")]
    public RunPhase Phase { get; init; }

    /// <summary>When it began.</summary>
    [Description("When it began, ms since run start; t_ms may be a little later.")]
    public double AtMs { get; init; }

    /// <summary>Why.</summary>
    [Description("Why the phase before ended: duration, requests, signal, abort; null at the start.")]
    public string? Reason { get; init; }
}
