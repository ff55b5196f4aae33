namespace VllmStream.Profiling.Comparing;

/// <summary>Values of one figure with the instants they belong to. Filled by one thread, then read.</summary>
internal sealed class SampleSeries
{
    private readonly List<(double AtMs, double Value)> _samples = [];

    /// <summary>Number of samples.</summary>
    public int Count => _samples.Count;

    /// <summary>Takes a sample.</summary>
    /// <param name="atMs">Its instant, ms since run start; samples may come in any order.</param>
    /// <param name="value">The value.</param>
    public void Add(double atMs, double value) => _samples.Add((atMs, value));

    /// <summary>The instant of the last; 0 without any.</summary>
    public double LastMs => _samples.Count == 0 ? 0 : _samples.Max(sample => sample.AtMs);

    /// <summary>Takes another's samples, from an instant on.</summary>
    public void Append(SampleSeries other, double fromMs) => _samples.AddRange(other._samples.Select(sample => (sample.AtMs + fromMs, sample.Value)));

    /// <summary>The values in the order of time; those of one instant in the order in which they came.</summary>
    public double[] InTimeOrder() => [.. _samples.OrderBy(sample => sample.AtMs).Select(sample => sample.Value)];
}
