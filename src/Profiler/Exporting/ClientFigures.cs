using VllmStream.Profiling.Health;

namespace VllmStream.Profiling.Exporting;

/// <summary>Lateness and cost of this process since it began. Aggregator's thread.</summary>
internal sealed class ClientFigures
{
    private const double MicrosecondsPerSecond = 1_000_000;
    private const double MicrosecondsPerMs = 1_000;

    private readonly long[] _sends = new long[LagCounts.Length];
    private readonly long[] _reads = new long[LagCounts.Length];
    private HealthSample? _taken;

    /// <summary>Lateness of sends.</summary>
    public BucketCounts SendLag { get; } = new(LiveFamilies.LagBounds, MicrosecondsPerSecond);

    /// <summary>Lateness of reads.</summary>
    public BucketCounts ReadLag { get; } = new(LiveFamilies.LagBounds, MicrosecondsPerSecond);

    /// <summary>How read lag is measured; null = not at all.</summary>
    public string? ReadLagSource { get; private set; }

    /// <summary>CPU time of the process; null before the first sample.</summary>
    public TimeSpan? Cpu => _taken?.Cpu;

    /// <summary>Collection pauses of the process; null before the first sample.</summary>
    public TimeSpan? Pause => _taken?.Pause;

    /// <summary>The next run's lanes count from 0.</summary>
    public void BeginRun()
    {
        Array.Clear(_sends);
        Array.Clear(_reads);
    }

    /// <summary>Adds what has come since the last sample.</summary>
    public void Take(ClientHealth health)
    {
        var sample = health.Newest;
        if (sample == _taken)
            return;
        _taken = sample;
        ReadLagSource = health.ReadLagSource;
        AddNew(sample.Sends, _sends, SendLag);
        AddNew(sample.Reads, _reads, ReadLag);
    }

    private static void AddNew(ReadOnlySpan<long> now, long[] before, BucketCounts counts)
    {
        for (var i = 0; i < now.Length; i++)
        {
            if (now[i] != before[i])
                counts.Add(LagCounts.MsOf(i) * MicrosecondsPerMs, now[i] - before[i]);
            before[i] = now[i];
        }
    }
}
