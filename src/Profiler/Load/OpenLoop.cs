using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Sends at planned instants, whatever the server does; a cap holds requests back in order. Each lane walks its own share of the plan.</summary>
/// <remarks>The queue behind the cap is shared by the lanes, under a short lock.</remarks>
internal sealed class OpenLoop
{
    private readonly LoadEngine _engine;
    private readonly MeasuredWindow _window;
    private readonly RunOptions _options;
    private readonly Session _shared;
    private readonly RateSteps _rate;
    private readonly long _cap;
    private readonly long _measuredStartTicks;
    private volatile IReadOnlyList<PlanWalker> _walkers;
    private readonly HashSet<PlanWalker> _walking;
    private readonly Lock _gate = new();
    private readonly Queue<(Claim Claim, long DueTicks)> _held = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isCountUsedUp;
    private int _inFlight;

    public OpenLoop(LoadEngine engine, MeasuredWindow window, RunOptions options, Warmup warmup, Session shared)
    {
        (_engine, _window, _options, _shared) = (engine, window, options, shared);
        _rate = new RateSteps(options.Load.RatePerSecond);
        _cap = options.Load.MaxConcurrency is { } cap ? options.Load.Share.Below(cap) : long.MaxValue;
        _measuredStartTicks = window.StartTicks + Ticks.From(warmup.AtMost);
        _walkers = [.. engine.Lanes.Select((lane, i) => new PlanWalker(this, lane, window, new OpenPlan(options, warmup, window.StartTicks, _rate), (i, engine.Lanes.Count)))];
        _walking = [.. _walkers];
    }

    public Task RunAsync()
    {
        Hurry();
        return _over.Task;
    }

    /// <summary>True for the share that this process had from the start.</summary>
    public bool IsOwn(OpenPlan plan) => plan.Share == _options.Load.Share;

    /// <summary>True once a number of requests that ends the run has been claimed.</summary>
    public bool IsCountUsedUp => _isCountUsedUp;

    /// <summary>Lets every walker look whether the window is still open. Any thread.</summary>
    public void Hurry() => Hurry(_walkers);

    /// <summary>From a time in the measured window on there are so many requests per second; every one keeps its place in the plan.</summary>
    public void SetRate(double perSecond, long ticks)
    {
        _rate.Change(Ticks.ToSeconds(ticks - _measuredStartTicks), perSecond);
        // Those that are due sooner now must not wait for the old time.
        Hurry();
    }

    /// <summary>What is still to come of a part of a lost share is sent here as well. Any thread.</summary>
    /// <returns>Null when it is, else why not.</returns>
    public string? TakeOver(LostShare lost)
    {
        var options = _options with { Load = _options.Load with { Share = new PlanShare(lost.Index, _options.Load.Share.Of) } };
        OpenPlan Plan() => new(options, Warmup.Of(options), _window.StartTicks, _rate);
        var plan = Plan();
        var first = plan.FirstFrom(lost.FromTicks);
        var part = new PlanShare(lost.Part, lost.Parts);
        lock (_gate)
        {
            if (_over.Task.IsCompleted)
                return "the run sends nothing more";
            if (plan.MeasuredCount is { } count)
                _window.AddRequests(part.Below(plan.WarmupCount + count) - part.Below(Math.Max(first, plan.WarmupCount)));
            PlanWalker[] more = [.. _engine.Lanes.Select((lane, i) => new PlanWalker(this, lane, _window, Plan(), lost.Walk(first, i, _engine.Lanes.Count)))];
            _walking.UnionWith(more);
            _walkers = [.. _walkers, .. more];
            Hurry(more);
        }

        return null;
    }

    /// <summary>A request is due and will never be sent.</summary>
    public void Skip(long dueTicks)
    {
        _engine.Counts.OnDue(warmup: false);
        _engine.Counts.OnSkipped(isOld: _window.IsSetAside(dueTicks));
    }

    /// <summary>A request is due: it goes out, unless the cap holds it back.</summary>
    public void Send(LoadLane lane, Claim claim, long dueTicks)
    {
        _engine.Counts.OnDue(claim.Warmup);
        lock (_gate)
        {
            if (_inFlight >= _cap)
            {
                _held.Enqueue((claim, dueTicks));
                _engine.Counts.OnHeld(1);
                return;
            }
            _inFlight++;
        }
        _ = RunChainAsync(lane, claim, dueTicks, dueTicks);
    }

    /// <summary>A walker has come to the end of its plan, or of the window.</summary>
    /// <param name="walker">Which.</param>
    /// <param name="wasRefused">True when nothing more may be sent, whoever asks.</param>
    public void WalkerDone(PlanWalker walker, bool wasRefused)
    {
        var tellOthers = wasRefused && !_isCountUsedUp;
        _isCountUsedUp |= wasRefused;
        lock (_gate)
        {
            _walking.Remove(walker);
            AbandonHeldIfOver();
            FinishIfOver();
        }
        if (tellOthers)
            Hurry();
    }

    private static void Hurry(IEnumerable<PlanWalker> walkers)
    {
        foreach (var walker in walkers)
            walker.Lane.Lane.Post(walker.Step);
    }

    // One request, then those that waited for its place.
    private async Task RunChainAsync(LoadLane lane, Claim claim, long dueTicks, long freeTicks)
    {
        while (true)
        {
            try
            {
                // A plan has the members of a pair as arrivals of their own.
                await (_engine.Plan.IsPaired
                    ? TaskRun.RunMemberAsync(_engine, lane, claim, _shared, dueTicks, freeTicks)
                    : TaskRun.RunAsync(_engine, _window, lane, claim, _shared, dueTicks, freeTicks));
            }
            catch (Exception e)
            {
                // A bug, not an outcome: the run must end with it instead of waiting for this request for ever.
                _over.TrySetException(e);
                return;
            }
            lock (_gate)
            {
                AbandonHeldIfOver();
                if (!_held.TryDequeue(out var next))
                {
                    _inFlight--;
                    FinishIfOver();
                    return;
                }
                (claim, dueTicks) = next;
                _engine.Counts.OnHeld(-1);
                freeTicks = Ticks.Now;
                EndIfAllSent();
            }
        }
    }

    // A run limited by count sends what it holds however long it takes; one limited by time does not.
    private void AbandonHeldIfOver()
    {
        if (!_window.SendsOver || (_options.Limits.Requests is not null && !_window.ClosedEarly))
            return;
        while (_held.TryDequeue(out var held))
        {
            _engine.Counts.OnHeld(-1);
            _engine.Counts.OnHeldToTheEnd(held.Claim.Warmup, isOld: _window.IsSetAside(held.DueTicks));
        }
    }

    // Sending ends with the last request that is sent, and not while requests wait for their place.
    private void EndIfAllSent()
    {
        if (_walking.Count == 0 && _held.Count == 0)
            _window.PlanOver(Ticks.Now);
    }

    private void FinishIfOver()
    {
        EndIfAllSent();
        if (_walking.Count == 0 && _inFlight == 0)
            _over.TrySetResult();
    }
}
