namespace VllmStream.Profiling.Health;

/// <summary>What the client can say about its own share in the numbers, over a window or the whole run; null = not measured.</summary>
public sealed record ClientHealthReport
{
    /// <summary>Sends that were timed against the plan.</summary>
    public long Sends { get; init; }

    /// <summary>Due (and free to go) to begun, 50th percentile.</summary>
    public double? SendLagP50Ms { get; init; }

    /// <summary>Due (and free to go) to begun, 99th percentile.</summary>
    public double? SendLagP99Ms { get; init; }

    /// <summary>Due (and free to go) to begun, the worst.</summary>
    public double? SendLagMaxMs { get; init; }

    /// <summary>Bytes there to our time stamp, 50th percentile.</summary>
    public double? ReadLagP50Ms { get; init; }

    /// <summary>Bytes there to our time stamp, 99th percentile.</summary>
    public double? ReadLagP99Ms { get; init; }

    /// <summary>Bytes there to our time stamp, the worst.</summary>
    public double? ReadLagMaxMs { get; init; }

    /// <summary>How read lag was measured: <c>canary</c> (time-stamped bytes through a loopback connection of the same transport) or <c>kernel</c>.</summary>
    public string? ReadLagSource { get; init; }

    /// <summary>From one look of an event loop at its sockets to the next, 99th percentile; null without event loops.</summary>
    public double? LoopPassP99Ms { get; init; }

    /// <summary>Share of reads that the kernel gave no believable stamp, 0..1; the time after the read stands for it. Null where the kernel gives none at all.</summary>
    public double? UnstampedRatio { get; init; }

    /// <summary>Share of answers during which the socket's buffer was full, so that the server had to wait for this client, 0..1; null where nobody looks.</summary>
    public double? FilledRatio { get; init; }

    /// <summary>Share of token events that came in a segment of their own and yet share the stamp of another one, because one read took both, 0..1; null where nobody looks.</summary>
    public double? SmearedRatio { get; init; }

    /// <summary>The longest garbage collection pause.</summary>
    public double? GcPauseMaxMs { get; init; }

    /// <summary>All garbage collection pauses together.</summary>
    public double? GcPauseTotalMs { get; init; }

    /// <summary>CPU time of this process over wall time and cores, 0..1.</summary>
    public double? CpuRatio { get; init; }

    /// <summary>Cores that this process may use.</summary>
    public int Cores { get; init; }

    /// <summary>CPU time of everything on this machine over wall time and cores, 0..1.</summary>
    public double? HostCpuRatio { get; init; }

    /// <summary>Memory of this process at the end.</summary>
    public double? MemoryBytes { get; init; }

    /// <summary>Bytes per second that came in by this machine's network cards, whoever they were for.</summary>
    public double? NetReceivedBytesPerS { get; init; }

    /// <summary>Bytes per second that went out by them.</summary>
    public double? NetSentBytesPerS { get; init; }

    /// <summary>Bytes per second from this machine to itself.</summary>
    public double? LoopbackBytesPerS { get; init; }

    /// <summary>Why the run is not valid; empty = client OK.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];

    /// <summary>The worst of several clients in each figure; what is counted adds up. Null of none.</summary>
    public static ClientHealthReport? Worst(IReadOnlyList<ClientHealthReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        if (reports.Count == 0)
            return null;
        return new ClientHealthReport
        {
            Sends = reports.Sum(report => report.Sends),
            SendLagP50Ms = reports.Max(report => report.SendLagP50Ms),
            SendLagP99Ms = reports.Max(report => report.SendLagP99Ms),
            SendLagMaxMs = reports.Max(report => report.SendLagMaxMs),
            ReadLagP50Ms = reports.Max(report => report.ReadLagP50Ms),
            ReadLagP99Ms = reports.Max(report => report.ReadLagP99Ms),
            ReadLagMaxMs = reports.Max(report => report.ReadLagMaxMs),
            ReadLagSource = reports[0].ReadLagSource,
            LoopPassP99Ms = reports.Max(report => report.LoopPassP99Ms),
            UnstampedRatio = reports.Max(report => report.UnstampedRatio),
            FilledRatio = reports.Max(report => report.FilledRatio),
            SmearedRatio = reports.Max(report => report.SmearedRatio),
            GcPauseMaxMs = reports.Max(report => report.GcPauseMaxMs),
            GcPauseTotalMs = reports.Sum(report => report.GcPauseTotalMs),
            CpuRatio = reports.Max(report => report.CpuRatio),
            Cores = reports.Max(report => report.Cores),
            HostCpuRatio = reports.Max(report => report.HostCpuRatio),
            MemoryBytes = reports.Max(report => report.MemoryBytes),
            NetReceivedBytesPerS = reports.Max(report => report.NetReceivedBytesPerS),
            NetSentBytesPerS = reports.Max(report => report.NetSentBytesPerS),
            LoopbackBytesPerS = reports.Max(report => report.LoopbackBytesPerS),
            InvalidReasons = [.. reports.SelectMany(report => report.InvalidReasons).Distinct(StringComparer.Ordinal)],
        };
    }
}
