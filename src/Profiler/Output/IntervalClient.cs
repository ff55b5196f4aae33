using System.ComponentModel;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The client's own share in an interval; null = not measured.</summary>
public sealed record IntervalClient
{
    /// <summary>Send lag.</summary>
    [Description("Due to begun, 99th percentile, ms.")]
    public double? SendLagP99Ms { get; init; }

    /// <summary>Read lag.</summary>
    [Description("Bytes there to time stamp, 99th percentile, ms.")]
    public double? ReadLagP99Ms { get; init; }

    /// <summary>GC.</summary>
    [Description("Longest garbage collection pause, ms.")]
    public double? GcPauseMaxMs { get; init; }

    /// <summary>CPU.</summary>
    [Description("CPU time of this process over wall time and cores, 0..1.")]
    public double? CpuRatio { get; init; }

    /// <summary>Machine.</summary>
    [Description("CPU time of everything on this client's machine over wall time and cores, 0..1.")]
    public double? HostCpuRatio { get; init; }

    /// <summary>Memory.</summary>
    [Description("Memory of this process, bytes.")]
    public double? MemoryBytes { get; init; }

    /// <summary>Network.</summary>
    [Description("Bytes per second that came in by this machine's network cards.")]
    public double? NetReceivedBytesPerS { get; init; }

    /// <summary>Network.</summary>
    [Description("Bytes per second that went out by them.")]
    public double? NetSentBytesPerS { get; init; }

    /// <summary>Network.</summary>
    [Description("Bytes per second from this machine to itself.")]
    public double? LoopbackBytesPerS { get; init; }

    /// <summary>Takes the figures of a report; null of null.</summary>
    public static IntervalClient? Of(ClientHealthReport? report) => report is null ? null : new IntervalClient
    {
        SendLagP99Ms = Rounded.OrNull(report.SendLagP99Ms),
        ReadLagP99Ms = Rounded.OrNull(report.ReadLagP99Ms),
        GcPauseMaxMs = Rounded.OrNull(report.GcPauseMaxMs),
        CpuRatio = Rounded.OrNull(report.CpuRatio),
        HostCpuRatio = Rounded.OrNull(report.HostCpuRatio),
        MemoryBytes = report.MemoryBytes,
        NetReceivedBytesPerS = Rounded.OrNull(report.NetReceivedBytesPerS),
        NetSentBytesPerS = Rounded.OrNull(report.NetSentBytesPerS),
        LoopbackBytesPerS = Rounded.OrNull(report.LoopbackBytesPerS),
    };

    /// <summary>A report with these figures.</summary>
    public ClientHealthReport ToReport() => new()
    {
        SendLagP99Ms = SendLagP99Ms,
        ReadLagP99Ms = ReadLagP99Ms,
        GcPauseMaxMs = GcPauseMaxMs,
        CpuRatio = CpuRatio,
        HostCpuRatio = HostCpuRatio,
        MemoryBytes = MemoryBytes,
        NetReceivedBytesPerS = NetReceivedBytesPerS,
        NetSentBytesPerS = NetSentBytesPerS,
        LoopbackBytesPerS = LoopbackBytesPerS,
    };
}
