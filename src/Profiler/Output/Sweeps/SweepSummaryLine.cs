using System.ComponentModel;
using System.Text.Json;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>Last line of a sweep's own file.</summary>
public sealed record SweepSummaryLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "sweep_summary";

    /// <summary>An empty line.</summary>
    public SweepSummaryLine()
        : base(Word)
    {
    }

    /// <summary>The result.</summary>
    [Description("The result, with all stages again.")]
    public SweepResult Result { get; init; } = new();

    /// <summary>The line as one JSON object by itself, without a line end.</summary>
    public static string JsonOf(SweepResult result, string sweep, Redactor redactor) =>
        JsonSerializer.Serialize(new SweepSummaryLine { Run = sweep, Result = result }, typeof(SweepSummaryLine), NdjsonContext.For(redactor));
}
