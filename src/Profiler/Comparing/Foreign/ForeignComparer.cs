namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>Compares two sides by the definitions of another tool. Pure.</summary>
/// <remarks>Verdicts come about as between runs of ours. Nothing is judged that the two mean differently, or of which a file has no samples.</remarks>
public static class ForeignComparer
{
    /// <summary>Compares.</summary>
    /// <param name="a">The base.</param>
    /// <param name="b">What is held against it.</param>
    /// <param name="options">What matters.</param>
    public static RunComparison Compare(ForeignSide a, ForeignSide b, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(options);
        var (samplesA, samplesB) = (ForeignSamples.Of(a), ForeignSamples.Of(b));
        string[] objections = [.. Comparability.ObjectionsTo(samplesA, samplesB)];
        return new RunComparison
        {
            A = samplesA,
            B = samplesB,
            ForeignA = a.Described,
            ForeignB = b.Described,
            Threshold = options.Threshold,
            Differences = [.. ForeignComparability.Of(a, b)],
            Objections = objections,
            Figures = RunComparer.Judge([.. ForeignFigures.Of(a, b, samplesA, samplesB)], options.Threshold, objections),
        };
    }
}
