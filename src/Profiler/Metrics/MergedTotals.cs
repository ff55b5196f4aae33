using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Metrics;

/// <summary>Adds the counts of several runs.</summary>
internal static class MergedTotals
{
    public static RunTotals Of(IReadOnlyList<RunSummary> parts)
    {
        var totals = parts.Select(part => part.Totals).ToArray();
        var ok = totals.Sum(total => total.Ok);
        var failed = totals.Sum(total => total.Failed);
        var steady = Stretch(parts, part => part.Run.StartedAt, part => part.Totals.Steady);
        return new RunTotals
        {
            Requests = totals.Sum(total => total.Requests),
            Ok = ok,
            Failed = failed,
            Left = totals.Sum(total => total.Left),
            ErrorRatio = Rounded.ErrorRatio(ok, failed),
            Outcomes = Add(totals, total => total.Outcomes),
            Failures = [.. totals.SelectMany(total => total.Failures).GroupBy(failure => failure.Outcome, StringComparer.Ordinal)
                .Select(group => new FailureFigures(group.Key, group.Sum(failure => failure.Count), group.Select(failure => failure.Example).FirstOrDefault(example => example is not null)))
                .OrderByDescending(failure => failure.Count)],
            Warnings = Add(totals, total => total.Warnings),
            Retries = totals.Sum(total => total.Retries),
            WarmupRequests = totals.Sum(total => total.WarmupRequests),
            WarmupOk = totals.Sum(total => total.WarmupOk),
            WarmupMs = totals.Max(total => total.WarmupMs),
            Asked = AskedFigures.Sum(totals.Select(total => total.Asked)),
            PromptTokens = SumKnown(totals, total => total.PromptTokens),
            CachedTokens = SumKnown(totals, total => total.CachedTokens),
            OutputTokens = SumKnown(totals, total => total.OutputTokens),
            ReasoningTokens = SumKnown(totals, total => total.ReasoningTokens),
            TokenSource = Same(totals, total => total.TokenSource),
            TokenSources = Add(totals, total => total.TokenSources),
            Tokenizer = TokenizerFigures.Merge(totals.Select(total => total.Tokenizer)),
            TokenEvents = totals.Sum(total => total.TokenEvents),
            TokensPerEvent = TokensPerEvent(totals),
            StreamShape = StreamShapeFigures.Merge([.. totals.Select(total => total.StreamShape)]),
            Smoothness = SmoothnessFigures.Merge([.. totals.Select(total => total.Smoothness)]),
            ConnectionsNew = totals.Sum(total => total.ConnectionsNew),
            ConnectionsReused = totals.Sum(total => total.ConnectionsReused),
            Steady = steady,
            Whole = Stretch(parts, part => part.Run.StartedAt, part => part.Totals.Whole),
            Goodput = !SloMerge.IsOne(parts) ? null : Goodput([.. totals.Select(total => total.Goodput)], steady),
            Clamped = totals.Sum(total => total.Clamped),
        };
    }

    /// <summary>Sum where every part knows its share; null otherwise.</summary>
    public static long? SumOrNull<T>(IReadOnlyList<T> parts, Func<T, long?> of) =>
        parts.Any(part => of(part) is null) ? null : parts.Sum(part => of(part) ?? 0);

    /// <summary>Sum of the shares that are known; null when none is.</summary>
    public static long? SumKnown<T>(IReadOnlyList<T> parts, Func<T, long?> of) =>
        parts.All(part => of(part) is null) ? null : parts.Sum(part => of(part) ?? 0);

    /// <summary>The word that all parts share; null when they differ.</summary>
    public static string? Same<T>(IReadOnlyList<T> parts, Func<T, string?> of)
    {
        var words = parts.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return words.Length == 1 ? words[0] : null;
    }

    /// <summary>Throughput over the union of stretches on the wall clock: runs side by side add up, runs one after another average.</summary>
    public static ThroughputFigures? Stretch<T>(IReadOnlyList<T> parts, Func<T, DateTimeOffset> startOf, Func<T, ThroughputFigures?> of)
    {
        var stretches = parts
            .Where(part => of(part) is not null)
            .Select(part => (From: startOf(part).AddMilliseconds(of(part)!.FromMs), To: startOf(part).AddMilliseconds(of(part)!.ToMs), Figures: of(part)!))
            .OrderBy(stretch => stretch.From)
            .ToArray();
        if (stretches.Length == 0)
            return null;

        var length = TimeSpan.Zero;
        var covered = stretches[0].From;
        foreach (var (from, to, _) in stretches)
        {
            if (to > covered)
                length += to - (from > covered ? from : covered);
            covered = to > covered ? to : covered;
        }

        var start = parts.Min(startOf);
        var figures = stretches.Select(stretch => stretch.Figures).ToArray();
        return ThroughputFigures.Of(
            (stretches[0].From - start).TotalMilliseconds,
            (covered - start).TotalMilliseconds,
            length.TotalMilliseconds,
            figures.Sum(figure => figure.Sent),
            figures.Sum(figure => figure.Requests),
            figures.All(figure => figure.OutputTokens is null) ? null : figures.Sum(figure => figure.OutputTokens ?? 0),
            figures.All(figure => figure.InputTokens is null) ? null : figures.Sum(figure => figure.InputTokens ?? 0));
    }

    /// <summary>Goodput over a merged stretch, of parts that had the same objectives; null when they had none.</summary>
    public static GoodputFigures? Goodput(IReadOnlyList<GoodputFigures?> parts, ThroughputFigures? steady)
    {
        var known = parts.OfType<GoodputFigures>().ToArray();
        if (known.Length == 0)
            return null;
        var met = known.Sum(part => part.Met);
        var of = known.Sum(part => part.Of);
        var steadyMet = known.Sum(part => part.SteadyMet);
        return new GoodputFigures(met, of, Rounded.Ratio(met, of), steadyMet, steady is null ? null : Rounded.Per(steadyMet, steady.DurationMs / 1_000));
    }

    private static Dictionary<string, long> Add(RunTotals[] totals, Func<RunTotals, IReadOnlyDictionary<string, long>> of)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var total in totals)
        {
            foreach (var (word, count) in of(total))
                sums[word] = sums.GetValueOrDefault(word) + count;
        }

        return sums;
    }

    /// <summary>Weighted by events, so that it is what one run of all requests would have said.</summary>
    private static double? TokensPerEvent(RunTotals[] totals)
    {
        var known = totals.Where(total => total.TokensPerEvent is not null && total.TokenEvents > 0).ToArray();
        var events = known.Sum(total => total.TokenEvents);
        return known.Length < totals.Count(total => total.TokenEvents > 0)
            ? null
            : Rounded.Per(known.Sum(total => total.TokensPerEvent!.Value * total.TokenEvents), events);
    }
}
