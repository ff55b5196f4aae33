using System.ComponentModel;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>One stage of a sweep is over.</summary>
public sealed record StageLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "stage";

    /// <summary>An empty line.</summary>
    public StageLine()
        : base(Word)
    {
    }

    /// <summary>The stage.</summary>
    [Description("The stage and what came of it; null = unknown.")]
    public SweepStage Stage { get; init; } = new();
}
