using System.ComponentModel;

namespace VllmStream.Profiling.Output;

/// <summary>The load was changed while it ran.</summary>
public sealed record LevelLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "level";

    /// <summary>An empty line.</summary>
    public LevelLine()
        : base(Word)
    {
    }

    /// <summary>The level.</summary>
    [Description("What the load asks for from at_ms on: requests in flight, users, or requests per second, as in run_started.load.")]
    public double Level { get; init; }

    /// <summary>When it began.</summary>
    [Description("When it began, ms since run start; t_ms may be a little later.")]
    public double AtMs { get; init; }
}
