namespace VllmStream.Profiling.Sweeping;

/// <summary>The share of requests that were good, with an interval that holds for requests which are not independent of each other.</summary>
/// <param name="Value">The share.</param>
/// <param name="Low">Low end.</param>
/// <param name="High">High end.</param>
/// <remarks>
/// Requests of one server come in good and bad spells, so the interval is made of batches in time: their scatter holds the dependence, as
/// long as a batch is longer than a spell. Where batches happen to agree (all good) it is never narrower than Wilson's.
/// </remarks>
public readonly record struct ShareEstimate(double Value, double Low, double High)
{
    private const int Batches = 10;

    // Two-sided quantiles of Student's t with 9 degrees of freedom, and of the normal distribution.
    private const double StudentOf95 = 2.262;
    private const double StudentOf99 = 3.250;
    private const double NormalOf95 = 1.960;
    private const double NormalOf99 = 2.576;

    /// <summary>The 95 % interval, to report.</summary>
    public static ShareEstimate? Of95(IReadOnlyList<StageSample> samples) => Of(samples, StudentOf95, NormalOf95);

    /// <summary>The 99 % interval, for a decision that is taken again and again as a stage goes on.</summary>
    public static ShareEstimate? Of99(IReadOnlyList<StageSample> samples) => Of(samples, StudentOf99, NormalOf99);

    // Null before the first request has ended.
    private static ShareEstimate? Of(IReadOnlyList<StageSample> samples, double student, double normal)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0 || samples[^1] is not { Judged: > 0 } last)
            return null;
        var share = (double)last.Good / last.Judged;
        var (low, high) = Wilson(share, last.Judged, normal);
        var error = student * BatchError(samples, share);
        return new ShareEstimate(share, Math.Max(0, Math.Min(low, share - error)), Math.Min(1, Math.Max(high, share + error)));
    }

    // Standard error of a ratio of sums over batches.
    private static double BatchError(IReadOnlyList<StageSample> samples, double share)
    {
        var (first, last) = (samples[0], samples[^1]);
        var start = first.ElapsedMs - (first.MeasuredMs ?? 0);
        var length = (last.ElapsedMs - start) / Batches;
        double squares = 0;
        var (good, judged) = (0L, 0L);
        for (int batch = 1, next = 0; batch <= Batches; batch++)
        {
            var (goodThen, judgedThen) = (good, judged);
            while (next < samples.Count && (samples[next].ElapsedMs <= start + length * batch || batch == Batches))
            {
                (good, judged) = (samples[next].Good, samples[next].Judged);
                next++;
            }
            var residual = good - goodThen - share * (judged - judgedThen);
            squares += residual * residual;
        }
        return Math.Sqrt(squares * Batches / (Batches - 1)) / last.Judged;
    }

    private static (double Low, double High) Wilson(double share, double n, double z)
    {
        var scale = 1 + z * z / n;
        var centre = (share + z * z / (2 * n)) / scale;
        var half = z / scale * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return (centre - half, centre + half);
    }
}
