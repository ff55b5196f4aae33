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

    /// <summary>Takes the four figures of a report; null of null.</summary>
    public static IntervalClient? Of(ClientHealthReport? report) => report is null ? null : new IntervalClient
    {
        SendLagP99Ms = Rounded.OrNull(report.SendLagP99Ms),
        ReadLagP99Ms = Rounded.OrNull(report.ReadLagP99Ms),
        GcPauseMaxMs = Rounded.OrNull(report.GcPauseMaxMs),
        CpuRatio = Rounded.OrNull(report.CpuRatio),
    };

    /// <summary>A report with these four figures.</summary>
    public ClientHealthReport ToReport() => new()
    {
        SendLagP99Ms = SendLagP99Ms,
        ReadLagP99Ms = ReadLagP99Ms,
        GcPauseMaxMs = GcPauseMaxMs,
        CpuRatio = CpuRatio,
    };
}
