using System.Diagnostics;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Health;

/// <summary>Watches this process while it measures: late sends, late reads, collection pauses, CPU. Any thread records; one thread samples.</summary>
public sealed class ClientHealth
{
    private readonly LagHistogram _sends = new();
    private readonly LagHistogram _reads = new();
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly int _cores = Environment.ProcessorCount;

    private (long Ticks, TimeSpan Cpu, TimeSpan Pause) _runStart;
    private (long Ticks, TimeSpan Cpu, TimeSpan Pause) _intervalStart;
    private TimeSpan _lastPause;
    private double _pauseMaxMs;
    private double _intervalPauseMaxMs;
    private string? _readLagSource;
    private ClientHealthReport? _measured;

    /// <summary>Starts counting.</summary>
    public ClientHealth()
    {
        _runStart = _intervalStart = Take();
        _lastPause = _runStart.Pause;
    }

    /// <summary>What counts begins now: lags of the start, while this program's code is still being compiled, are no lags of the measurement.</summary>
    public void BeginMeasured()
    {
        _sends.Clear();
        _reads.Clear();
        _runStart = Take();
        _pauseMaxMs = 0;
    }

    /// <summary>What counts is over: an idle drain must not thin out what was measured before it.</summary>
    public void EndMeasured() => _measured ??= Report(_sends.Total(), _reads.Total(), _runStart, Take(), _pauseMaxMs);

    /// <summary>A send began this long after it was due and free to go.</summary>
    public void OnSend(long lagTicks) => _sends.Record(lagTicks);

    /// <summary>Bytes were stamped this long after they were there.</summary>
    public void OnRead(long lagTicks, string source)
    {
        _readLagSource = source;
        _reads.Record(lagTicks);
    }

    /// <summary>Notes collection pauses since the last sample; pauses between two samples count as one.</summary>
    public void SamplePauses()
    {
        var pause = GC.GetTotalPauseDuration();
        var ms = (pause - _lastPause).TotalMilliseconds;
        _lastPause = pause;
        _pauseMaxMs = Math.Max(_pauseMaxMs, ms);
        _intervalPauseMaxMs = Math.Max(_intervalPauseMaxMs, ms);
    }

    /// <summary>The share of this client in the interval that ends now.</summary>
    public ClientHealthReport TakeInterval()
    {
        var now = Take();
        var report = Report(_sends.TakeInterval(), _reads.TakeInterval(), _intervalStart, now, _intervalPauseMaxMs);
        _intervalStart = now;
        _intervalPauseMaxMs = 0;
        return report;
    }

    /// <summary>The share of this client in the run so far, judged.</summary>
    /// <param name="ttftP50Ms">Median TTFT, against which a lag is small or large; null when unknown.</param>
    /// <param name="plan">What an open loop planned and kept; null for a closed one.</param>
    public ClientHealthReport Total(double? ttftP50Ms, PlanKept? plan)
    {
        EndMeasured();
        var report = _measured!;
        return report with { InvalidReasons = HealthRules.Judge(report, ttftP50Ms, plan) };
    }

    private ClientHealthReport Report(LagSummary sends, LagSummary reads, (long Ticks, TimeSpan Cpu, TimeSpan Pause) from, (long Ticks, TimeSpan Cpu, TimeSpan Pause) to, double pauseMaxMs)
    {
        var wallSeconds = Ticks.ToSeconds(to.Ticks - from.Ticks);
        return new ClientHealthReport
        {
            Sends = sends.Count,
            SendLagP50Ms = sends.P50Ms,
            SendLagP99Ms = sends.P99Ms,
            SendLagMaxMs = sends.MaxMs,
            ReadLagP50Ms = reads.P50Ms,
            ReadLagP99Ms = reads.P99Ms,
            ReadLagMaxMs = reads.MaxMs,
            ReadLagSource = _readLagSource,
            GcPauseMaxMs = pauseMaxMs,
            GcPauseTotalMs = (to.Pause - from.Pause).TotalMilliseconds,
            CpuRatio = wallSeconds > 0 ? (to.Cpu - from.Cpu).TotalSeconds / wallSeconds / _cores : null,
            Cores = _cores,
        };
    }

    private (long Ticks, TimeSpan Cpu, TimeSpan Pause) Take()
    {
        _process.Refresh();
        return (Ticks.Now, _process.TotalProcessorTime, GC.GetTotalPauseDuration());
    }
}
