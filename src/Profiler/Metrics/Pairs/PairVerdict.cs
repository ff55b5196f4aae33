namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Says in one sentence what pairs show. Pure.</summary>
internal static class PairVerdict
{
    /// <summary>The sentence.</summary>
    public static string Of(PairFigures figures)
    {
        if (figures.Complete == 0)
            return Nothing(figures);
        if (figures.E2eDifferenceMs is not { Value: { } cost, Low: { } low, High: { } high })
            return $"too few pairs to say what streaming costs ({figures.Complete}; {PairIntervals.PairsForMedian} are needed)";
        var unequal = figures.Lengths.ManyDiffer ? "; answers differ in length" : "";
        if (figures.E2eDifferenceMs.SpansZero)
            return $"no evidence that streaming costs E2E time here (interval spans 0, {figures.Complete} pairs{unequal})";
        return low > 0
            ? $"streaming costs {Ms(cost)} ms of E2E time here{Share(cost, figures)} ({Ms(low)} to {Ms(high)} ms, {figures.Complete} pairs{unequal})"
            : $"streaming saves {Ms(-cost)} ms of E2E time here{Share(-cost, figures)} ({Ms(-high)} to {Ms(-low)} ms, {figures.Complete} pairs{unequal})";
    }

    private static string Nothing(PairFigures figures)
    {
        var why = figures.Incomplete;
        if (why.Sum == 0)
            return "no pair has ended";
        if (why.NotStreamed == why.Sum)
            return "nothing to compare: streams are asked for, and whole documents come";
        if (why.NonstreamFailed == why.Sum)
            return "nothing to compare: no answer came that was not streamed";
        return why.StreamFailed == why.Sum ? "nothing to compare: no streamed answer came" : "nothing to compare: no pair is whole";
    }

    // Many pairs show differences that nobody needs to care about.
    private static string Share(double difference, PairFigures figures) => figures.Nonstream.E2eP50Ms is > 0 and var whole
        ? difference / whole < 0.001 ? ", under 0.1% of it" : $", {(difference / whole * 100).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)}% of it"
        : "";

    // Two decimals under 10 ms, as many digits as a difference of such sizes has.
    private static string Ms(double value) => value.ToString(Math.Abs(value) < 10 ? "0.##" : Math.Abs(value) < 100 ? "0.#" : "0", System.Globalization.CultureInfo.InvariantCulture);
}
