namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>Mean and percentiles of samples that weigh differently, as GuideLLM computes them: the first value at which the share is reached.</summary>
internal static class WeightedSamples
{
    /// <summary>Mean; null without weight.</summary>
    public static double? Mean(IReadOnlyList<(double Value, double Weight)> samples)
    {
        var weight = samples.Sum(sample => sample.Weight);
        return weight > 0 ? samples.Sum(sample => sample.Value * sample.Weight) / weight : null;
    }

    /// <summary>A percentile, 0 to 1; null without weight.</summary>
    public static double? Percentile(IReadOnlyList<(double Value, double Weight)> samples, double share)
    {
        var weight = samples.Sum(sample => sample.Weight);
        if (weight <= 0)
            return null;
        double reached = 0;
        foreach (var (value, own) in samples.OrderBy(sample => sample.Value))
        {
            reached += own;
            // The sum of many shares may be a hair under what it should be.
            if (reached / weight >= share - 1e-12)
                return value;
        }

        return null;
    }
}
