using System.Buffers;

namespace VllmStream.Profiling.Metrics;

/// <summary>Median, 99th percentile and maximum of the gaps of one request.</summary>
/// <param name="P50">Median gap.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Largest gap.</param>
internal readonly record struct GapStatistics(Reading P50, Reading P99, Reading Max)
{
    /// <summary>Answers up to this many gaps are sorted on the stack.</summary>
    private const int StackLimit = 512;

    private static readonly Reading None = Reading.Absent(AbsenceReason.UnderTwoTokens);

    public static GapStatistics Of(ReadOnlySpan<int> gaps)
    {
        if (gaps.IsEmpty)
            return new(None, None, None);

        var rented = gaps.Length > StackLimit ? ArrayPool<int>.Shared.Rent(gaps.Length) : null;
        var sorted = rented is null ? stackalloc int[gaps.Length] : rented.AsSpan(0, gaps.Length);
        gaps.CopyTo(sorted);
        sorted.Sort();
        var statistics = new GapStatistics(At(sorted, 50), At(sorted, 99), Reading.Of(Math.Max(0, sorted[^1])));
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
        return statistics;
    }

    private static Reading At(ReadOnlySpan<int> sorted, double percentile) =>
        Percentile.HasEnough(percentile, sorted.Length)
            ? Reading.Of(Math.Max(0, sorted[(int)Percentile.Rank(percentile, sorted.Length) - 1]))
            : Reading.Absent(AbsenceReason.TooFewSamples);
}
