using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Probing;

namespace VllmStream.Profiling;

/// <summary>Puts together where a run is, from what its parts show of themselves. Any thread.</summary>
internal sealed class StatusBoard(LiveRequests live, RunClock clock)
{
    // The number of what is sent by itself.
    private const long ProbeId = -1;

    private volatile LoadEngine? _engine;
    private volatile RunResult? _result;
    private volatile LimitOptions? _limits;

    /// <summary>What is before the load.</summary>
    public StartBoard Start { get; } = new();

    /// <summary>The load begins.</summary>
    public void Begin(LoadEngine engine, LimitOptions limits) => (_limits, _engine) = (limits, engine);

    /// <summary>The run is over.</summary>
    public RunResult End(RunResult result) => _result = result;

    /// <summary>The state now.</summary>
    public RunStatus Read()
    {
        var now = Ticks.Now;
        var reach = Start.Reach.Status;
        var status = new RunStatus { State = RunState.Connecting, ElapsedMs = Ticks.ToMs(now - clock.StartTicks), Reach = reach };
        if (_engine is { Window: { } window } engine)
            status = OfLoad(status, engine, window, _limits!, now);
        else if (Start.IsProbing)
            status = status with { State = RunState.Probe, ProbeFirstTokenMs = live.Timeline(ProbeId)?.Request.TtftMs };
        else if (reach is not null)
            status = status with { NextAttemptInMs = reach.NextAttemptTicks == 0 ? null : Until(reach.NextAttemptTicks, now), GivesUpInMs = Until(reach.GivesUpTicks, now) };
        return _result is { } result ? OfEnd(status, result) : status;
    }

    private static RunStatus OfLoad(RunStatus status, LoadEngine engine, MeasuredWindow window, LimitOptions limits, long now)
    {
        var counts = engine.Counts;
        status = status with
        {
            State = RunState.Running,
            PlannedMs = limits.Duration?.TotalMilliseconds,
            PlannedRequests = limits.Requests,
            ProgressRatio = RunProgress.Ratio(window, limits, counts.EndedMeasured, now),
            InFlight = counts.InFlight,
            MeasuredMs = window.MeasuredFromTicks == 0 ? null : Math.Max(0, Ticks.ToMs((window.SendsOver ? Math.Min(now, window.SendsOverTicks) : now) - window.MeasuredFromTicks)),
        };
        if (window.SendsOver)
            return status with { State = RunState.Draining, CutInMs = engine.CutAtTicks == 0 ? null : Until(engine.CutAtTicks, now) };
        return window.MeasuredFromTicks != 0
            ? status
            : status with
            {
                State = RunState.Warmup,
                WarmupMs = Ticks.ToMs(now - window.StartTicks),
                WarmupSent = counts.Sent - counts.SentMeasured,
                WarmupRequests = engine.Warmup.Requests,
            };
    }

    private static RunStatus OfEnd(RunStatus status, RunResult result)
    {
        var judgement = result.Summary.Judgement;
        return status with
        {
            State = StateOf(judgement.Verdict),
            CutInMs = null,
            Summary = result.Summary,
            Failure = result.Failure,
        };
    }

    /// <summary>The state of a run that is over.</summary>
    internal static RunState StateOf(Verdict verdict) => verdict switch
    {
        Verdict.Interrupted => RunState.Stopped,
        Verdict.Failed => RunState.Failed,
        _ => RunState.Finished,
    };

    private static double Until(long ticks, long now) => Math.Max(0, Ticks.ToMs(ticks - now));
}
