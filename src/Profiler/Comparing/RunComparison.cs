namespace VllmStream.Profiling.Comparing;

/// <summary>Two sides and what can be said about the difference between them.</summary>
public sealed record RunComparison
{
    /// <summary>The base.</summary>
    public required RunSamples A { get; init; }

    /// <summary>What is held against it.</summary>
    public required RunSamples B { get; init; }

    /// <summary>What a is where another tool measured it; null = a run of ours, which says so itself.</summary>
    public ComparedSide? ForeignA { get; init; }

    /// <summary>The same of b.</summary>
    public ComparedSide? ForeignB { get; init; }

    /// <summary>What a is, as it is shown.</summary>
    public ComparedSide SideA => ForeignA ?? ComparedSide.Of(A);

    /// <summary>What b is, as it is shown.</summary>
    public ComparedSide SideB => ForeignB ?? ComparedSide.Of(B);

    /// <summary>The smallest change that matters, as a ratio.</summary>
    public required double Threshold { get; init; }

    /// <summary>What else differs between them, which may be what made the change.</summary>
    public IReadOnlyList<RunDifference> Differences { get; init; } = [];

    /// <summary>Why no verdict may rest on them; empty = it may.</summary>
    public IReadOnlyList<string> Objections { get; init; } = [];

    /// <summary>Every figure: all first, then by group.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; init; } = [];

    /// <summary>Worse if any figure is; else better if any is; too few samples only if all of them have.</summary>
    public ComparisonVerdict Verdict => Figures.Count == 0 ? ComparisonVerdict.TooFewSamples : Figures.Max(figure => figure.Verdict);
}
