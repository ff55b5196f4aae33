namespace VllmStream.Simulation;

/// <summary>A Prometheus histogram of durations. Observed from any thread without a lock.</summary>
internal sealed class LatencyHistogram
{
    private readonly double[] boundsSeconds;
    private readonly long[] counts;
    private long sumTicks;

    public LatencyHistogram(double[] boundsSeconds)
    {
        this.boundsSeconds = boundsSeconds;
        counts = new long[boundsSeconds.Length + 1];
    }

    public void Observe(long ticks)
    {
        var seconds = MonotonicClock.ToSeconds(ticks);
        var bucket = 0;
        while (bucket < boundsSeconds.Length && seconds > boundsSeconds[bucket]) bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref sumTicks, ticks);
    }

    /// <summary>Writes bucket, sum and count lines; buckets are cumulative.</summary>
    public void Write(PrometheusText text, string name)
    {
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += Volatile.Read(ref counts[i]);
            text.Sample(name + "_bucket", total, "le", i < boundsSeconds.Length ? PrometheusText.Number(boundsSeconds[i]) : "+Inf");
        }

        text.Sample(name + "_count", total);
        text.Sample(name + "_sum", MonotonicClock.ToSeconds(Volatile.Read(ref sumTicks)));
    }
}
