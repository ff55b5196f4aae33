namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Streamed (A) and not streamed (B), compared pair by pair; immutable. A null has its reason in <see cref="Reasons"/>.</summary>
public sealed record PairFigures
{
    // The end of a run cuts one pair for each request in flight; more than this share is a run too short for its answers.
    private const double MostCut = 0.1;

    /// <summary>Whole pairs: both answers came as they were asked for, at the first attempt.</summary>
    public long Complete { get; init; }

    /// <summary>Those that percentiles and intervals stand on: all, or a sample drawn evenly from very many.</summary>
    public long Kept { get; init; }

    /// <summary>The others.</summary>
    public PairLosses Incomplete { get; init; } = PairLosses.None;

    /// <summary>A.</summary>
    public PairSide Stream { get; init; } = new();

    /// <summary>B.</summary>
    public PairSide Nonstream { get; init; } = new();

    /// <summary>Median of the differences of single pairs, which is not the difference of the medians.</summary>
    public PairDifference E2eDifferenceMs { get; init; } = PairDifference.None;

    /// <summary>Difference of the 99th percentiles.</summary>
    public PairDifference E2eP99DifferenceMs { get; init; } = PairDifference.None;

    /// <summary>Median of the differences in the time to the first text: below 0 a user sees text earlier when it is streamed.</summary>
    public double? FirstTextDifferenceMs { get; init; }

    /// <summary>Lengths of the answers.</summary>
    public PairLengths Lengths { get; init; } = new(0, 0);

    /// <summary>CPU time of this client per 1,000 output tokens, streamed minus not streamed; null, see the reason.</summary>
    [System.Text.Json.Serialization.JsonPropertyName(PairReasons.Cpu)]
    public double? ClientCpuDifferenceMs { get; init; }

    /// <summary>Why figures are null, by their key.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What they say, in one sentence.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>What a reader must know about them.</summary>
    internal IEnumerable<Finding> Findings()
    {
        if (Lengths.ManyDiffer)
        {
            yield return new Finding("warning", "pair_lengths",
                $"answers of {Lengths.Different} of {Lengths.Known} pairs differ in length: single pairs are not like with like, and the interval is wider for it; --ignore-eos makes answers equally long");
        }
        if (Incomplete.HalfSent > MostCut * (Complete + Incomplete.HalfSent))
        {
            yield return new Finding("warning", "pairs_cut",
                $"{Incomplete.HalfSent} pairs were cut in two by the end of the run, {Complete} were not: a longer --duration cuts fewer, --requests N none");
        }
    }
}
