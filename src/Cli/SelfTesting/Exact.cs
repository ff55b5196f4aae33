namespace VllmStream.Cli.SelfTesting;

/// <summary>Percentiles of a list, without a histogram's rounding.</summary>
internal static class Exact
{
    /// <summary>The value that so many percent do not exceed; the list is sorted by it.</summary>
    /// <returns>0 for an empty list, which callers turn into null.</returns>
    internal static double Percentile(List<double> values, double percent)
    {
        if (values.Count == 0)
            return 0;
        values.Sort();
        return values[Math.Clamp((int)Math.Ceiling(percent / 100 * values.Count) - 1, 0, values.Count - 1)];
    }
}
