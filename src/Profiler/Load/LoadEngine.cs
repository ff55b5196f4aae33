using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Sends the plan: claims, runs and hands over requests until the window is over and the last one has ended.</summary>
/// <remarks>
/// Closed loop: as many chains of requests as the concurrency, spread over the lanes. Open loop: each lane sends its share of the
/// plan at the planned instants. A request stays on its lane; everything that ends goes into one channel, never dropped.
/// </remarks>
public sealed class LoadEngine : IDisposable
{
    // A server of which this many requests from the start failed, and none succeeded, is not going to be measured.
    private const int HopelessRequests = 20;

    private readonly RunOptions _options;
    private readonly LimitOptions _limits;
    private readonly RetryRule _retry;
    private readonly RunControl _control;
    private readonly ChannelWriter<RunItem> _items;
    private readonly ActiveRequests _active;
    private readonly Func<string, LiveMeter?> _meterOf;
    private readonly LeavingUsers? _leaving;
    private volatile LoadSteering? _steering;
    private long _failed;
    private volatile bool _anySuccess;

    /// <summary>Prepares the load; nothing is sent yet.</summary>
    /// <param name="options">Load, limits and retries.</param>
    /// <param name="plan">What is sent.</param>
    /// <param name="contexts">One for each lane.</param>
    /// <param name="control">Asks the load to end.</param>
    /// <param name="meterOf">Who hears of a group's requests while they run; null = nobody.</param>
    /// <param name="items">Takes what has ended.</param>
    public LoadEngine(RunOptions options, RequestPlan plan, IReadOnlyList<RunnerContext> contexts, RunControl control, Func<string, LiveMeter?> meterOf, ChannelWriter<RunItem> items)
    {
        _options = options;
        _retry = new RetryRule(options.Retries, options.RetryBudget);
        Plan = plan;
        _control = control;
        _items = items;
        _meterOf = meterOf;
        _active = contexts[0].Active;
        Lanes = [.. contexts.Select(context => new LoadLane(context))];
        Warmup = OwnWarmup(options);
        _limits = OwnLimits(options);
        _leaving = options.Load.Cancel is { } cancel ? new LeavingUsers(cancel, options.Workload.Seed) : null;
    }

    /// <summary>Counts, readable at any time.</summary>
    public LoadCounts Counts { get; } = new();

    /// <summary>What is sent.</summary>
    internal RequestPlan Plan { get; }

    /// <summary>Where the requests run.</summary>
    internal IReadOnlyList<LoadLane> Lanes { get; }

    /// <summary>The warm-up that applies.</summary>
    public Warmup Warmup { get; }

    /// <summary>The rule that ended the run early; null = none did.</summary>
    public string? Aborted { get; private set; }

    /// <summary>The measured window; null before the load has begun.</summary>
    public MeasuredWindow? Window { get; private set; }

    /// <summary>Requests in flight, users, or requests per second that are asked for now; null where stages or a trace say how the load goes.</summary>
    public double? Level => _steering is { } steering ? steering.Level : LoadSteering.InitialLevel(_options.Load);

    /// <summary>When what is still in flight is given up, in ticks; 0 before the last send.</summary>
    public long CutAtTicks { get; private set; }

    /// <summary>What an open loop was to send and has sent so far; null for a closed one.</summary>
    public PlanKept? PlanKept => _options.Load.Kind == LoadKind.Open ? new PlanKept(Counts.Due, Counts.SentMeasured, Counts.HeldToTheEnd + Counts.Held) : null;

    /// <summary>How much later than it should the first request of the plan went out, in milliseconds; null before it.</summary>
    public double? StartErrorMs => Counts.FirstLateTicks is { } late ? Rounded.ToThousandth(Ticks.ToMs(late)) : null;

    /// <summary>Share of the measured part that is done, 0..1; null before the load.</summary>
    public double? ProgressRatio => Window is { } window ? RunProgress.Ratio(window, _limits, Counts.EndedMeasured, Ticks.Now) : null;

    /// <summary>Sends the plan and waits for what is in flight, at most the drain time.</summary>
    /// <param name="startTicks">When the plan begins; 0 = now. In what is past by then, it is late.</param>
    public async Task RunAsync(long startTicks = 0)
    {
        var shared = new Session();
        if (_options.Load.Kind == LoadKind.Open && !await Lanes[0].Lane.RunAsync(() => OnStart.RunAsync(this, Lanes[0], user: 0, shared)))
        {
            Aborted = "on_start failed, and what comes after it needs it";
            _control.Drain();
        }
        var load = _options.Load;
        var stages = load.Stages.Count > 0 ? new StageProfile(load.Stages) : null;
        if (load.Kind == LoadKind.Closed && startTicks > Ticks.Now)
            await Task.WhenAny(Lanes[0].Lane.WaitAsync(startTicks), Task.Delay(Timeout.Infinite, _control.NoMoreSends));
        var window = new MeasuredWindow(_limits, Warmup, startTicks == 0 ? Ticks.Now : startTicks, (phase, ticks) => Post(new RunItem(null, phase, PhaseReason(phase), ticks)), stages, isPlanned: load.Kind == LoadKind.Open, claimsPairs: Plan.IsPaired && load.Kind != LoadKind.Open) { Share = load.Share };
        Window = window;
        var open = load.Kind == LoadKind.Open ? new OpenLoop(this, window, _options, Warmup, shared) : null;
        var users = open is null ? new UserLoop(this, window, load, _options.Workload.Seed) : null;
        _steering = new LoadSteering(load, window, (level, ticks) => Apply(open, users, level, ticks), PostChange);
        _control.Steer(_steering, lost => window.SendsOver ? "the run sends nothing more" : open?.TakeOver(lost) ?? users?.TakeOver(lost));
        await using var close = _control.NoMoreSends.Register(() =>
        {
            window.Close(Ticks.Now);
            open?.Hurry();
        });
        await using var stop = _control.StopNow.Register(_active.CancelAll);

        var sending = open?.RunAsync() ?? users!.RunAsync();
        await DrainAsync(sending, window);
        Post(new RunItem(null, RunPhase.Finished, null, Ticks.Now));
    }

    /// <summary>Runs one request with its attempts, and hands every record over.</summary>
    /// <param name="lane">Where it runs; called there.</param>
    /// <param name="step">What it is.</param>
    /// <param name="claim">Leave to send it, under the request's own number.</param>
    /// <param name="session">The user's variables; null where the step needs none.</param>
    /// <param name="scheduledTicks">When it was due.</param>
    /// <param name="freeTicks">When nothing held it back any more: from here on lateness is ours.</param>
    /// <returns>How its last attempt ended.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Outcome> RunRequestAsync(LoadLane lane, PlannedStep step, Claim claim, Session? session, long scheduledTicks, long freeTicks)
    {
        var meter = _meterOf(step.Kind.Group);
        Counts.OnSent(claim.Warmup);
        if (Window is { } begun && claim.Place.Number >= 0)
            Counts.OnBegun(_options.Load.Kind == LoadKind.Open ? scheduledTicks : begun.StartTicks);
        meter?.Sent();
        var runner = lane.Runners.Take();
        runner.Meter = meter;
        runner.Assign(new PlannedRequest(claim.Place.Number, step.Kind, claim.Warmup, scheduledTicks, freeTicks, step.SpecOf(claim.Place, session))
        {
            LeaveAfterTicks = _leaving?.AfterTicks(claim) ?? 0,
            Pair = step.IsPaired ? PairPlan.PairOf(claim.Place.Number) : null,
        });
        var firstSentTicks = 0L;
        var begunTicks = Ticks.Now;
        for (var attempt = 1; ; attempt++)
        {
            var record = await runner.RunAsync(attempt, firstSentTicks);
            if (firstSentTicks == 0)
                firstSentTicks = record.Marks.Sent;
            // careful: waited for before the record goes out, because a wait that is cut short makes this attempt the last one.
            var again = _retry.WaitOf(record, attempt, Ticks.Now - begunTicks) is { } wait
                && !runner.HasLeftBy(firstSentTicks, Ticks.Now + Ticks.From(wait)) && await WaitForRetryAsync(runner, wait);
            record.WillRetry = again;
            // careful: read before the record goes out; it is the aggregator's from then on.
            var outcome = record.Outcome;
            for (var i = 0; i < record.Captured?.Length; i++)
                session![step.Kind.Capture[i].Key] = record.Captured[i];
            if (record.Answer is { } answer)
                session!.Said(runner.Prompt, answer);
            if (!_items.TryWrite(new RunItem(record, default, null, record.Marks.End)))
                await _items.WriteAsync(new RunItem(record, default, null, record.Marks.End));
            // A retry's wait, or a full channel, may have ended on another thread.
            await lane.Lane.ReturnAsync();
            if (again)
                continue;
            Watch(outcome);
            lane.Runners.Return(runner);
            meter?.Ended();
            Counts.OnEnded(claim.Warmup || Window?.IsSetAside(scheduledTicks) == true);
            return outcome;
        }
    }

    /// <summary>Waits; the caller goes on elsewhere and returns to its lane.</summary>
    /// <returns>False when nothing more is to be sent, or everything is given up, before the wait is over.</returns>
    internal async ValueTask<bool> PauseAsync(TimeSpan wait)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_control.NoMoreSends, _active.Closed);
        var until = Ticks.Now + Ticks.From(wait);
        try
        {
            // careful: a timer of .NET may end some ms before its time, and nobody is to be asked before the time he named.
            for (var left = wait; left > TimeSpan.Zero; left = TimeSpan.FromSeconds(Ticks.ToSeconds(until - Ticks.Now)))
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The same for a user, who does not think on when sending is over; returns to the lane.</summary>
    internal async Task PauseAsync(LoadLane lane, TimeSpan wait, Task over)
    {
        var pause = PauseAsync(wait).AsTask();
        if (await Task.WhenAny(pause, over) == pause)
            await pause;
        await lane.Lane.ReturnAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in Lanes)
            lane.Dispose();
    }

    // Of an open loop the plan says what is warm-up, in time.
    private static Warmup OwnWarmup(RunOptions options)
    {
        var warmup = Warmup.Of(options);
        return warmup.Requests is { } whole ? warmup with { Requests = options.Load.Share.Below(whole, PairPlan.BunchOf(options.Workload.Mode)) } : warmup;
    }

    private static LimitOptions OwnLimits(RunOptions options)
    {
        if (options.Limits.Requests is not { } whole || options.Load.Share == PlanShare.Whole)
            return options.Limits;
        return options.Limits with
        {
            Requests = options.Load.Kind == LoadKind.Open
                ? new OpenPlan(options, Warmup.Of(options), startTicks: 0, new RateSteps(options.Load.RatePerSecond)).MeasuredCount
                : options.Load.Share.Below(whole, PairPlan.BunchOf(options.Workload.Mode)),
        };
    }

    private async ValueTask<bool> WaitForRetryAsync(RequestRunner runner, TimeSpan wait)
    {
        runner.BeginWait();
        try
        {
            return await PauseAsync(wait);
        }
        finally
        {
            runner.EndWait();
        }
    }

    private void Watch(Outcome outcome)
    {
        if (outcome.IsSuccess())
            _anySuccess = true;
        if (outcome == Outcome.CancelledByUs)
            return;
        if (_anySuccess || Interlocked.Increment(ref _failed) != HopelessRequests)
            return;
        Aborted = $"the first {HopelessRequests} requests all failed";
        _control.Drain();
    }

    // A change of phase must neither wait nor be lost: with a full channel it waits by itself, in its place.
    private void Post(RunItem item)
    {
        if (!_items.TryWrite(item))
            _ = _items.WriteAsync(item).AsTask();
    }

    private void PostChange(RunItem item)
    {
        if (item.Window != 0)
            Counts.BeginWindow();
        Post(item);
    }

    private static void Apply(OpenLoop? open, UserLoop? users, double level, long ticks)
    {
        open?.SetRate(level, ticks);
        users?.SetNumber((int)level);
    }

    private string? PhaseReason(RunPhase phase) => phase == RunPhase.Draining && _control.WasInterrupted ? "interrupted" : null;

    private async Task DrainAsync(Task sending, MeasuredWindow window)
    {
        // The drain counts from the last send: with a cap, requests that are due may still wait for their place.
        await Task.WhenAny(sending, window.Over);
        while (Counts.Held > 0 && !sending.IsCompleted)
            await Task.WhenAny(sending, Task.Delay(10));
        CutAtTicks = Ticks.Now + Ticks.From(_options.Limits.Drain);
        var drained = await Task.WhenAny(sending, Task.Delay(_options.Limits.Drain, _control.StopNow)) == sending;
        if (!drained)
            _active.CancelAll();
        await sending;
    }
}
