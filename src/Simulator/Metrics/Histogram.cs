using System.Diagnostics;

namespace VllmStream.Simulation;

/// <summary>A Prometheus histogram of whole numbers: ticks, shown as seconds, or counts. Observed from any thread without a lock.</summary>
internal sealed class Histogram
{
    private readonly double[] bounds;
    private readonly double perUnit;
    private readonly long[] counts;
    private long sum;

    private Histogram(double[] bounds, double perUnit)
    {
        this.bounds = bounds;
        this.perUnit = perUnit;
        counts = new long[bounds.Length + 1];
    }

    /// <summary>Takes ticks.</summary>
    public static Histogram OfSeconds(double[] boundsSeconds) => new(boundsSeconds, Stopwatch.Frequency);

    /// <summary>Takes counts.</summary>
    public static Histogram OfCounts(double[] bounds) => new(bounds, perUnit: 1);

    public void Observe(long value)
    {
        var shown = value / perUnit;
        var bucket = 0;
        while (bucket < bounds.Length && shown > bounds[bucket]) bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref sum, value);
    }

    /// <summary>Writes bucket, sum and count lines; buckets are cumulative.</summary>
    public void Write(PrometheusText text, string name)
    {
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += Volatile.Read(ref counts[i]);
            text.Sample(name + "_bucket", total, "le", i < bounds.Length ? PrometheusText.Number(bounds[i]) : "+Inf");
        }

        text.Sample(name + "_count", total);
        text.Sample(name + "_sum", Volatile.Read(ref sum) / perUnit);
    }
}
