namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Why figures of pairs are null, by the key that they have in a file. Pure.</summary>
internal static class PairReasons
{
    internal const string Cpu = "client_cpu_difference_ms_per_1k_tokens";
    private const string CpuReason = "both kinds run in one process at the same time: whose the CPU time is cannot be told";

    /// <summary>One reason for all that needs single pairs.</summary>
    public static IReadOnlyDictionary<string, string> All(string reason) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["e2e_p50_ms"] = reason,
        ["e2e_p99_ms"] = reason,
        ["first_text_p50_ms"] = reason,
        ["e2e_difference_ms"] = reason,
        ["e2e_p99_difference_ms"] = reason,
        ["first_text_difference_ms"] = reason,
        [Cpu] = CpuReason,
    };

    /// <summary>The reasons for what is null.</summary>
    public static IReadOnlyDictionary<string, string> Of(PairFigures figures)
    {
        if (figures.Kept == 0)
            return All("no pair is whole");
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = figures.Kept;
        if (figures.E2eDifferenceMs.Low is null)
            reasons["e2e_difference_ms"] = $"an interval needs {PairIntervals.PairsForMedian} whole pairs, and there are {count}";
        if (figures.Stream.E2eP99Ms is null)
            reasons["e2e_p99_ms"] = $"p99 needs {Percentile.SamplesNeeded(99)} whole pairs, and there are {count}";
        if (figures.E2eP99DifferenceMs.Low is null)
            reasons["e2e_p99_difference_ms"] = $"an interval of p99 needs {PairIntervals.PairsForTail} whole pairs, and there are {count}";
        if (figures.FirstTextDifferenceMs is null)
            reasons["first_text_p50_ms"] = reasons["first_text_difference_ms"] = "no streamed answer had visible text";
        if (figures.Lengths.Known == 0)
            reasons["tokens_per_answer"] = reasons["bytes_per_token"] = "the two kinds of answers were not counted by the same source";
        reasons[Cpu] = CpuReason;
        return reasons;
    }
}
