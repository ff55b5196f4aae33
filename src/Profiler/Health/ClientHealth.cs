using System.Diagnostics;

namespace VllmStream.Profiling.Health;

/// <summary>Watches this process while it measures: late sends, late reads, collection pauses, CPU. Lanes record; the sampler and the aggregator look.</summary>
public sealed class ClientHealth
{
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly int _cores = Environment.ProcessorCount;
    private volatile LaneHealth[] _lanes = [];

    private HealthSample _runStart;
    private HealthSample _intervalStart;
    private TimeSpan _lastPause;
    private double _pauseMaxMs;
    private double _intervalPauseMaxMs;
    private ClientHealthReport? _measured;

    /// <summary>Starts counting.</summary>
    public ClientHealth()
    {
        _runStart = _intervalStart = Take();
        _lastPause = _runStart.Pause;
    }

    /// <summary>How read lag is measured: <c>kernel</c> or <c>canary</c>; null = not at all.</summary>
    public string? ReadLagSource { get; set; }

    /// <summary>Everything that grows, as the last interval left it. Aggregator's thread.</summary>
    internal HealthSample Newest => _intervalStart;

    /// <summary>A lane begins to record.</summary>
    public LaneHealth AddLane()
    {
        var lane = new LaneHealth();
        _lanes = [.. _lanes, lane];
        return lane;
    }

    /// <summary>What counts begins now: lags of the start, while this program's code is still being compiled, are no lags of the measurement.</summary>
    public void BeginMeasured()
    {
        _runStart = Take();
        _pauseMaxMs = 0;
    }

    /// <summary>What counts is over: an idle drain must not thin out what was measured before it.</summary>
    public void EndMeasured() => _measured ??= Take().Since(_runStart, ReadLagSource, _pauseMaxMs, _cores);

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
        var report = now.Since(_intervalStart, ReadLagSource, _intervalPauseMaxMs, _cores);
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

    /// <summary>The same while the run goes on, as of the interval that has just ended.</summary>
    /// <param name="ttftP50Ms">Median TTFT so far; null when unknown.</param>
    /// <param name="plan">What an open loop planned and kept so far; null for a closed one.</param>
    public IReadOnlyList<string> InvalidSoFar(double? ttftP50Ms, PlanKept? plan) =>
        HealthRules.Judge(_measured ?? _intervalStart.Since(_runStart, ReadLagSource, _pauseMaxMs, _cores), ttftP50Ms, plan);

    private HealthSample Take()
    {
        _process.Refresh();
        return new HealthSample(_lanes, _process.TotalProcessorTime);
    }
}
