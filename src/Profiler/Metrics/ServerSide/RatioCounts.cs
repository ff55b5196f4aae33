namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Shares from 0 to 1 in steps of a thousandth: as many as there are, in the same memory. One thread.</summary>
internal sealed class RatioCounts
{
    private const int Steps = 1_000;

    private readonly int[] _counts = new int[Steps + 1];
    private int _n;

    /// <summary>Adds one.</summary>
    public void Add(double ratio)
    {
        _counts[(int)Math.Round(Math.Clamp(ratio, 0, 1) * Steps)]++;
        _n++;
    }

    /// <summary>The median; null of nothing.</summary>
    public double? Median()
    {
        if (_n == 0)
            return null;
        var seen = 0;
        for (var i = 0; i <= Steps; i++)
        {
            seen += _counts[i];
            if (seen * 2 >= _n)
                return (double)i / Steps;
        }
        return 1;
    }
}
