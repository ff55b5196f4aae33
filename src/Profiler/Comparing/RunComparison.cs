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

    /// <summary>True where both were sent the same requests at the same places of one plan; else near capacity more differences than the promised are chance.</summary>
    public bool IsSameTraffic { get; init; }

    /// <summary>True where both sides are one run, which is held against itself.</summary>
    public bool IsOneRun => (ForeignA, ForeignB) switch
    {
        (null, null) => !A.IsPart && Comparability.IsSameRun(A, B),
        ({ } a, { } b) => a.Name == b.Name,
        _ => false,
    };

    /// <summary>Every figure: all first, then by group.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; init; } = [];

    /// <summary>Figures that could be judged.</summary>
    internal int Judged => Figures.Count(IsJudged);

    /// <summary>Worse if any figure is; else too few samples where no time could be judged: ten requests without a failure say nothing of how long they took; else better if any is.</summary>
    public ComparisonVerdict Verdict
    {
        get
        {
            var most = Figures.Max(figure => figure.Verdict) ?? ComparisonVerdict.TooFewSamples;
            return most == ComparisonVerdict.Worse || Figures.Any(figure => figure.Statistic is not null && IsJudged(figure)) ? most : ComparisonVerdict.TooFewSamples;
        }
    }

    private static bool IsJudged(ComparedFigure figure) => figure.Verdict is not (null or ComparisonVerdict.TooFewSamples);
}
