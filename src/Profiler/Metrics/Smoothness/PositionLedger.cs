namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>Gaps by the number of the token event that ended them, in classes that double: 2 and 3, 4 to 7, 8 to 15, ... Not thread-safe.</summary>
internal sealed class PositionLedger
{
    // Answers of 16 million tokens.
    private const int Classes = 24;

    private readonly long[] _counts = new long[Classes];
    private readonly long[] _sumsUs = new long[Classes];
    private readonly long[] _maximaUs = new long[Classes];

    /// <summary>The classes that have gaps, rising.</summary>
    public IReadOnlyList<PositionFigures> Figures
    {
        get
        {
            var figures = new List<PositionFigures>();
            for (var i = 0; i < Classes; i++)
            {
                if (_counts[i] > 0)
                    figures.Add(new PositionFigures(1 << i, _counts[i], _sumsUs[i] / 1_000.0, _maximaUs[i] / 1_000.0));
            }
            return figures;
        }
    }

    /// <summary>Adds the gaps of an answer, microseconds.</summary>
    public void Add(ReadOnlySpan<int> gapsUs)
    {
        // The first gap is ended by token event 2.
        for (var index = 1; gapsUs.Length > 0; index++)
        {
            var own = gapsUs[..Math.Min(gapsUs.Length, 1 << index)];
            var at = Math.Min(index, Classes - 1);
            _counts[at] += own.Length;
            foreach (var gap in own)
            {
                _sumsUs[at] += gap;
                _maximaUs[at] = Math.Max(_maximaUs[at], gap);
            }
            gapsUs = gapsUs[own.Length..];
        }
    }

    /// <summary>Adds what another has counted.</summary>
    public void Add(IEnumerable<PositionFigures> others)
    {
        foreach (var other in others)
        {
            var at = Math.Clamp(int.Log2(Math.Max(1, other.From)), 0, Classes - 1);
            _counts[at] += other.N;
            _sumsUs[at] += (long)Math.Round(other.SumMs * 1_000);
            _maximaUs[at] = Math.Max(_maximaUs[at], (long)Math.Round(other.MaxMs * 1_000));
        }
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_sumsUs);
        Array.Clear(_maximaUs);
    }
}
