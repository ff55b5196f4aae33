namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>The pairs of several runs: counts and sums add up; what needs the pairs themselves is null, since a summary has them no more. Pure.</summary>
internal static class PairMerge
{
    private const string Reason = "of several files or agents: their summaries do not hold the single pairs; report each file by itself";

    /// <summary>Adds up; null when no run had pairs.</summary>
    public static PairFigures? Of(IEnumerable<PairFigures?> parts)
    {
        PairFigures[] known = [.. parts.OfType<PairFigures>()];
        if (known.Length <= 1)
            return known.SingleOrDefault();
        var lengths = new PairLengths(known.Sum(part => part.Lengths.Known), known.Sum(part => part.Lengths.Equal));
        return new PairFigures
        {
            Complete = known.Sum(part => part.Complete),
            Incomplete = known.Select(part => part.Incomplete).Aggregate((sum, next) => sum.Plus(next)),
            Stream = Side(known, part => part.Stream, lengths.Known),
            Nonstream = Side(known, part => part.Nonstream, lengths.Known),
            Lengths = lengths,
            Reasons = PairReasons.All(Reason),
            Verdict = $"{known.Length} files merged: how much streaming costs is in the report of each",
        };
    }

    private static PairSide Side(PairFigures[] parts, Func<PairFigures, PairSide> of, long answers) => new PairSide
    {
        Requests = parts.Sum(part => of(part).Requests),
        Failed = parts.Sum(part => of(part).Failed),
        OutputTokens = parts.Sum(part => of(part).OutputTokens),
        BodyBytes = parts.Sum(part => of(part).BodyBytes),
    }.Divided(answers);
}
