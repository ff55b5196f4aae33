using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>Samples sorted by value that know the stretch of time they are of, so that stretches can be drawn anew. Immutable; any thread.</summary>
internal sealed class BlockedSamples
{
    // So many single samples are walked in a resample; more of them are put together by rank.
    private const int MostSingle = 32_768;
    private const int Cells = 4_096;

    private readonly double[] _values;
    private readonly int[] _blocks;
    private readonly int[] _counts;
    private readonly long[] _sizes;

    private BlockedSamples(double[] values, int[] blocks, int[] counts, int blockCount)
    {
        (_values, _blocks, _counts) = (values, blocks, counts);
        _sizes = new long[blockCount];
        for (var i = 0; i < blocks.Length; i++)
            _sizes[blocks[i]] += counts[i];
        Count = _sizes.Sum();
    }

    /// <summary>How many stretches there are to draw from.</summary>
    public int Blocks => _sizes.Length;

    /// <summary>All samples.</summary>
    public long Count { get; }

    /// <summary>Samples in the order of time, cut into so many stretches of equal numbers.</summary>
    public static BlockedSamples Of(double[] inTimeOrder, int blockCount)
    {
        var n = inTimeOrder.Length;
        var (values, blocks, counts) = ((double[])inTimeOrder.Clone(), new int[n], new int[n]);
        for (var i = 0; i < n; i++)
            (blocks[i], counts[i]) = ((int)((long)i * blockCount / n), 1);
        Array.Sort(values, blocks);
        return n > MostSingle ? Together(values, blocks, blockCount) : new BlockedSamples(values, blocks, counts, blockCount);
    }

    /// <summary>Histograms of seconds, cut into so many stretches of equal numbers of them.</summary>
    public static BlockedSamples OfHistograms(IReadOnlyList<IReadOnlyList<HistogramBar>> seconds, int blockCount)
    {
        var bars = seconds.SelectMany((second, i) => second.Select(bar => (bar.Value, Block: (int)((long)i * blockCount / seconds.Count), bar.Count)))
            .GroupBy(bar => (bar.Value, bar.Block)).OrderBy(cell => cell.Key.Value).ToArray();
        return new BlockedSamples([.. bars.Select(cell => cell.Key.Value)], [.. bars.Select(cell => cell.Key.Block)], [.. bars.Select(cell => (int)cell.Sum(bar => bar.Count))], blockCount);
    }

    /// <summary>Nearest-rank percentiles when each stretch is there as often as it was picked.</summary>
    /// <param name="picks">How often, by stretch.</param>
    /// <param name="percentiles">Rising.</param>
    /// <param name="results">One for each; NaN where the picked stretches are empty.</param>
    public void Percentiles(ReadOnlySpan<int> picks, ReadOnlySpan<double> percentiles, Span<double> results)
    {
        long total = 0;
        for (var i = 0; i < _sizes.Length; i++)
            total += picks[i] * _sizes[i];
        results.Fill(double.NaN);
        if (total == 0)
            return;
        long seen = 0;
        var next = 0;
        var rank = Percentile.Rank(percentiles[0], total);
        for (var i = 0; i < _values.Length; i++)
        {
            seen += (long)picks[_blocks[i]] * _counts[i];
            while (seen >= rank)
            {
                results[next++] = _values[i];
                if (next == percentiles.Length)
                    return;
                rank = Percentile.Rank(percentiles[next], total);
            }
        }
    }

    // Cells of equal rank, each with the largest value in it.
    private static BlockedSamples Together(double[] sorted, int[] blockOf, int blockCount)
    {
        var (values, blocks, counts) = (new List<double>(), new List<int>(), new List<int>());
        Span<int> inCell = stackalloc int[blockCount];
        for (var cell = 0; cell < Cells; cell++)
        {
            var (from, to) = ((int)((long)cell * sorted.Length / Cells), (int)((cell + 1L) * sorted.Length / Cells));
            inCell.Clear();
            for (var i = from; i < to; i++)
                inCell[blockOf[i]]++;
            for (var block = 0; block < blockCount; block++)
            {
                if (inCell[block] == 0)
                    continue;
                values.Add(sorted[to - 1]);
                blocks.Add(block);
                counts.Add(inCell[block]);
            }
        }

        return new BlockedSamples([.. values], [.. blocks], [.. counts], blockCount);
    }
}
