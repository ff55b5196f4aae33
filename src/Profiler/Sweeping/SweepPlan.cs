using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Sweeping;

/// <summary>From the stages so far to the next load. Pure.</summary>
/// <remarks>
/// Twice as much while it is kept, half as much while nothing is; then between the highest that is kept and the lowest that broke. An open
/// loop that was over-saturated shows what the server can do: what it did in that time. Just under that comes next, then just above it.
/// </remarks>
public static class SweepPlan
{
    /// <summary>A load is found when the lowest that broke is no more than this factor above the highest that was kept.</summary>
    public const double Resolution = 1.03;

    // Rounded levels may miss the factor by a hair.
    private const double ResolvedAt = Resolution + 0.0005;
    private const double UnderCapacity = 0.985;

    // Above this many times what the server did, that estimate was wrong.
    private const double EstimateHolds = 1.06;

    // A level this near to one that is known tells nothing new.
    private const double Apart = 1.005;

    /// <summary>The next step.</summary>
    public static SweepStep Next(SweepDescription sweep, IReadOnlyList<SweepStage> stages)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(stages);
        if (stages.Count == 0)
            return To(sweep.From);
        var last = stages[^1];
        if (last.Verdict == StageVerdict.Interrupted)
            return Over(SweepEnd.Interrupted);
        if (last.Cause == StageCause.ServerLost)
            return Over(SweepEnd.ServerLost);
        // A machine that was busy for a moment must not end a sweep.
        if (last.Verdict == StageVerdict.Client)
            return IsSecondTry(stages) ? Over(SweepEnd.ClientLimit) : stages.Count < sweep.Points ? To(last.Level) : Over(SweepEnd.StagesUsedUp);

        var (kept, broken) = Bounds(stages);
        var next = (kept, broken?.Level) switch
        {
            (null, null) => To(sweep.From),
            ({ } low, null) => Higher(sweep, low),
            (null, { } high) => Lower(sweep, high),
            ({ } low, { } high) => sweep.Load == SweepLoad.Rate ? BetweenRates(low, high, broken!) : Between((long)low, (long)high),
        };
        return next.End is null && stages.Count >= sweep.Points ? Over(SweepEnd.StagesUsedUp) : next;
    }

    /// <summary>The highest load kept under the lowest that broke, and that one; null = none.</summary>
    public static (double? Kept, SweepStage? Broken) Bounds(IReadOnlyList<SweepStage> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        var broken = stages.Where(stage => stage.Verdict == StageVerdict.Broken).MinBy(stage => stage.Level);
        double? kept = null;
        foreach (var stage in stages)
        {
            if (stage.Verdict == StageVerdict.Kept && stage.Level < (broken?.Level ?? double.MaxValue) && !(stage.Level <= kept))
                kept = stage.Level;
        }
        return (kept, broken);
    }

    private static bool IsSecondTry(IReadOnlyList<SweepStage> stages) =>
        stages.Count > 1 && stages[^2].Verdict == StageVerdict.Client && stages[^2].Level == stages[^1].Level;

    private static SweepStep Higher(SweepDescription sweep, double kept)
    {
        var most = sweep.To ?? (sweep.Load == SweepLoad.Rate ? RateText.Most : LoadReader.MostInFlight);
        return kept >= most ? Over(SweepEnd.AllKept) : To(Math.Min(most, kept * 2));
    }

    private static SweepStep Lower(SweepDescription sweep, double broken)
    {
        var half = sweep.Load == SweepLoad.Rate ? Rounded(broken / 2) : Math.Floor(broken / 2);
        return half < (sweep.Load == SweepLoad.Rate ? RateText.Least : 1) ? Over(SweepEnd.NoneKept) : To(half);
    }

    private static SweepStep Between(long kept, long broken)
    {
        if (broken - kept <= 1 || broken <= ResolvedAt * kept)
            return Over(SweepEnd.Resolved);
        return To(Math.Clamp((long)Math.Round(Math.Sqrt((double)kept * broken)), kept + 1, broken - 1));
    }

    private static SweepStep BetweenRates(double kept, double broken, SweepStage stage)
    {
        if (broken <= ResolvedAt * kept)
            return Over(SweepEnd.Resolved);
        if (stage is { Cause: StageCause.Saturated, RequestsPerS: { } capacity })
        {
            var under = UnderCapacity * capacity;
            if (under > kept * Apart && under < broken / Apart)
                return To(Rounded(under));
            var above = kept * Resolution;
            if (kept * Apart >= under && kept < EstimateHolds * capacity && above < broken / Apart)
                return To(Rounded(above));
        }
        return To(Rounded(Math.Sqrt(kept * broken)));
    }

    // Four digits: what a person would type.
    private static double Rounded(double level)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(level)) - 3);
        return Math.Round(Math.Round(level / scale) * scale, 9);
    }

    private static SweepStep To(double level) => new(level, null);

    private static SweepStep Over(SweepEnd end) => new(null, end);
}
