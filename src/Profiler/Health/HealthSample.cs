using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Health;

/// <summary>Everything that grows, at one instant: two of them make a report. Immutable.</summary>
internal sealed class HealthSample
{
    private readonly LaneHealth[] _lanes;
    private readonly long[] _sends;
    private readonly long[] _reads;
    private readonly long[] _passes;

    /// <summary>Takes one.</summary>
    public HealthSample(LaneHealth[] lanes, TimeSpan cpu)
    {
        _lanes = lanes;
        AtTicks = Ticks.Now;
        Cpu = cpu;
        Pause = GC.GetTotalPauseDuration();
        Host = HostSample.Read();
        _sends = Sum(lane => lane.Sends);
        _reads = Sum(lane => lane.Reads);
        _passes = Sum(lane => lane.Passes);
        Unstamped = lanes.Sum(lane => lane.Unstamped);
        Answers = lanes.Sum(lane => lane.Answers);
        Filled = lanes.Sum(lane => lane.Filled);
        Events = lanes.Sum(lane => lane.Events);
        Smeared = lanes.Sum(lane => lane.Smeared);
    }

    /// <summary>When it was taken.</summary>
    public long AtTicks { get; }

    /// <summary>CPU time of the process.</summary>
    public TimeSpan Cpu { get; }

    /// <summary>Collection pauses since the process started.</summary>
    public TimeSpan Pause { get; }

    /// <summary>Sends by their lag, see <see cref="LagCounts"/>.</summary>
    public ReadOnlySpan<long> Sends => _sends;

    /// <summary>Reads by their lag.</summary>
    public ReadOnlySpan<long> Reads => _reads;

    private HostSample Host { get; }

    private long Unstamped { get; }

    private long Answers { get; }

    private long Filled { get; }

    private long Events { get; }

    private long Smeared { get; }

    /// <summary>What happened since <paramref name="before"/>.</summary>
    public ClientHealthReport Since(HealthSample before, string? readLagSource, double pauseMaxMs, int cores)
    {
        var sends = LagSummary.Between(before._sends, _sends);
        var reads = LagSummary.Between(before._reads, _reads);
        var wallSeconds = Ticks.ToSeconds(AtTicks - before.AtTicks);
        return new ClientHealthReport
        {
            Sends = sends.Count,
            SendLagP50Ms = sends.P50Ms,
            SendLagP99Ms = sends.P99Ms,
            SendLagMaxMs = sends.MaxMs,
            ReadLagP50Ms = reads.P50Ms,
            ReadLagP99Ms = reads.P99Ms,
            ReadLagMaxMs = reads.MaxMs,
            ReadLagSource = readLagSource,
            LoopPassP99Ms = LagSummary.Between(before._passes, _passes).P99Ms,
            UnstampedRatio = Share(Unstamped - before.Unstamped, reads.Count),
            FilledRatio = Share(Filled - before.Filled, Answers - before.Answers),
            SmearedRatio = Share(Smeared - before.Smeared, Events - before.Events),
            GcPauseMaxMs = pauseMaxMs,
            GcPauseTotalMs = (Pause - before.Pause).TotalMilliseconds,
            CpuRatio = wallSeconds > 0 ? (Cpu - before.Cpu).TotalSeconds / wallSeconds / cores : null,
            Cores = cores,
            HostCpuRatio = Ratio(Host.BusyTicks - before.Host.BusyTicks, Host.AllTicks - before.Host.AllTicks),
            MemoryBytes = Environment.WorkingSet is > 0 and var bytes ? bytes : null,
            NetReceivedBytesPerS = Per(Host.ReceivedBytes - before.Host.ReceivedBytes, wallSeconds),
            NetSentBytesPerS = Per(Host.SentBytes - before.Host.SentBytes, wallSeconds),
            LoopbackBytesPerS = Per(Host.LoopbackBytes - before.Host.LoopbackBytes, wallSeconds),
        };
    }

    private static double? Ratio(long? part, long? whole) => part is >= 0 and var some && whole is > 0 and var all ? Math.Min(1, (double)some / all) : null;

    // A counter that went back (a card that was taken out) says nothing.
    private static double? Per(long? amount, double seconds) => amount is >= 0 and var known && seconds > 0 ? known / seconds : null;

    private static double? Share(long part, long whole) => whole <= 0 ? null : (double)part / whole;

    private long[] Sum(Func<LaneHealth, LagCounts> counts)
    {
        var sums = new long[LagCounts.Length];
        foreach (var lane in _lanes)
            counts(lane).AddTo(sums);
        return sums;
    }
}
