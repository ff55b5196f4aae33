using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Decides for every request whether it may be sent and whether it counts, and when the measured window begins and ends. Any thread; a short lock.</summary>
public sealed class MeasuredWindow
{
    /// <summary>Warm-up by default, and by count, is never longer than this.</summary>
    public static readonly TimeSpan WarmupCap = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LimitOptions _limits;
    private readonly long? _warmupRequests;
    private readonly long _warmupEndTicks;
    private readonly Action<RunPhase, long> _onPhase;
    private readonly PlaceCounter _places;
    private readonly int _claimSize;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _isPlanned;
    private long _warmups;
    private long _measured;

    // How many are measured; null when time ends the run.
    private long? _requests;

    // Second members of pairs that are still to be sent, where a count ends the run; and whether nothing else is.
    private long _owed;
    private bool _owesOnly;
    private RunPhase _phase = RunPhase.Connecting;

    /// <summary>A window that begins to warm up at <paramref name="startTicks"/>.</summary>
    /// <param name="limits">Duration or count.</param>
    /// <param name="warmup">Warm-up, resolved.</param>
    /// <param name="startTicks">Start of the load.</param>
    /// <param name="onPhase">Hears of changes of phase and their time; called under the lock, must not wait.</param>
    /// <param name="stages">How the load goes up and down from the start on; null = it does not.</param>
    /// <param name="isPlanned">True for an open loop: its plan says what is warm-up, and ends by itself when a number of requests is used up.</param>
    /// <param name="claimsPairs">True when who claims sends two requests, one after the other: the number that ends the run is never of half a pair.</param>
    public MeasuredWindow(LimitOptions limits, Warmup warmup, long startTicks, Action<RunPhase, long> onPhase, StageProfile? stages = null, bool isPlanned = false, bool claimsPairs = false)
    {
        _claimSize = claimsPairs ? PairPlan.Size : 1;
        _limits = limits;
        _requests = limits.Requests;
        _isPlanned = isPlanned;
        _warmupRequests = warmup.Requests;
        _warmupEndTicks = startTicks + Ticks.From(warmup.AtMost);
        _onPhase = onPhase;
        StartTicks = startTicks;
        _places = new PlaceCounter(stages, startTicks);
        // Stages are measured from their first moment, even when that is a silent one.
        if (stages is not null)
            BeginMeasured(startTicks);
    }

    /// <summary>Which tasks of the plan are claimed here.</summary>
    public PlanShare Share { get => _places.Share; init => _places.Share = value; }

    /// <summary>Start of the load.</summary>
    public long StartTicks { get; }

    /// <summary>When the first counted request was due; 0 before that.</summary>
    public long MeasuredFromTicks { get; private set; }

    /// <summary>Number of the window, from 1; 0 before it has begun.</summary>
    public int Number { get; private set; }

    /// <summary>When the last request that counts may be due; long.MaxValue when a count ends the run.</summary>
    public long MeasuredToTicks { get; private set; } = long.MaxValue;

    /// <summary>When sending ended; 0 before that.</summary>
    public long SendsOverTicks { get; private set; }

    /// <summary>True once nothing more may be sent.</summary>
    public bool SendsOver => SendsOverTicks != 0;

    /// <summary>Ends when nothing more may be sent.</summary>
    public Task Over => _over.Task;

    /// <summary>True when sending ended before the plan did.</summary>
    public bool ClosedEarly { get; private set; }

    /// <summary>Asks for leave to send the next request of a closed loop, due at <paramref name="dueTicks"/>.</summary>
    /// <returns>False when the run sends nothing more.</returns>
    public bool TryClaim(long dueTicks, out Claim claim)
    {
        lock (_gate)
        {
            var isWarmup = IsWarmupLocked(dueTicks);
            return TryClaimLocked(claim = new Claim(_places.Next(isWarmup, dueTicks), isWarmup), dueTicks, dueTicks);
        }
    }

    /// <summary>Asks for leave to begin a task of a plan, which says itself what is warm-up and when the window begins.</summary>
    /// <remarks>What was due inside the window may still be sent when the window has just ended: it is late, not unplanned.</remarks>
    /// <returns>False when the run sends nothing more.</returns>
    public bool TryClaim(Claim claim, long dueTicks, long measuredFromTicks)
    {
        lock (_gate)
            return TryClaimLocked(claim, dueTicks, measuredFromTicks);
    }

    /// <summary>True for a task of a plan beyond the number that ends the run while some before it wait to be claimed: the first N are sent, whichever lane is late.</summary>
    /// <param name="measured">Its number in the plan, from 0 behind the warm-up.</param>
    /// <remarks>A window begun anew goes on with what the plan has next.</remarks>
    public bool IsBeyondCount(long measured)
    {
        if (!(measured >= _requests))
            return false;
        lock (_gate)
            return Number <= 1 && _measured < _requests && !ClosedEarly && !SendsOver;
    }

    /// <summary>Asks for leave to send one more request of a task that has begun. Of a task that began in the warm-up, what comes after that counts.</summary>
    /// <returns>False when the run sends nothing more.</returns>
    public bool TryGoOn(ref Claim claim, long dueTicks)
    {
        lock (_gate)
        {
            if (ClosedEarly || SendsOver)
                return false;
            if (claim.Warmup && (_isPlanned || IsWarmupLocked(dueTicks)))
            {
                _warmups++;
                return true;
            }
            claim = claim with { Warmup = false };
            BeginMeasured(dueTicks);
            return TryCountLocked(dueTicks);
        }
    }

    /// <summary>True for what was due in a window before this one.</summary>
    public bool IsSetAside(long dueTicks) => Number > 1 && dueTicks < MeasuredFromTicks;

    /// <summary>Makes a change of the load known while requests are still sent. What is due from then on cannot have been claimed.</summary>
    /// <param name="tell">Hears when it takes effect; called under the lock, must not wait.</param>
    /// <param name="ticks">The same.</param>
    /// <returns>False when the run sends nothing more.</returns>
    public bool TryChange(Action<long> tell, out long ticks)
    {
        lock (_gate)
        {
            ticks = Ticks.Now;
            if (SendsOver || ClosedEarly)
                return false;
            tell(ticks);
            return true;
        }
    }

    /// <summary>Begins a new window, as long as the first or with as many requests. What was due before belongs to the old one.</summary>
    /// <param name="tell">Hears its number and when it begins; called under the lock, must not wait.</param>
    /// <returns>False when no window has begun, or it is over.</returns>
    public bool TryRestart(Action<int, long> tell)
    {
        lock (_gate)
        {
            var now = Ticks.Now;
            // A plan of which all is claimed has nothing left for a new window.
            if (MeasuredFromTicks == 0 || SendsOver || ClosedEarly || now >= MeasuredToTicks || (_isPlanned && _measured >= _requests))
                return false;
            MeasuredFromTicks = now;
            if (_limits.Duration is { } duration)
                MeasuredToTicks = now + Ticks.From(duration);
            (_measured, _owesOnly) = (0, false);
            Number++;
            tell(Number, now);
            return true;
        }
    }

    /// <summary>Asks for leave to send the second member of a pair.</summary>
    /// <returns>False when the run sends nothing more.</returns>
    public bool TrySendSecond(bool isWarmup, long dueTicks)
    {
        lock (_gate)
        {
            if (ClosedEarly || SendsOver)
                return false;
            if (isWarmup)
                return true;
            // It was counted with the first, so that a count gives out whole pairs; time may still cut one in two.
            _owed--;
            if (dueTicks >= MeasuredToTicks || (_owesOnly && _owed == 0))
                End(Math.Min(dueTicks, MeasuredToTicks));
            return dueTicks < MeasuredToTicks;
        }
    }

    /// <summary>Ends sending when the window's time is up; called by a clock, because no request may be due just then.</summary>
    public void CheckEnd(long nowTicks)
    {
        if (nowTicks < MeasuredToTicks)
            return;
        lock (_gate)
        {
            // Looked at again: a new window may have begun meanwhile.
            if (nowTicks >= MeasuredToTicks)
                End(MeasuredToTicks);
        }
    }

    /// <summary>So many more are measured than a number that ends the run says: those of others.</summary>
    public void AddRequests(long count)
    {
        lock (_gate)
            _requests += count;
    }

    /// <summary>Ends sending where nobody has done so yet: all that was planned is sent.</summary>
    public void PlanOver(long nowTicks)
    {
        lock (_gate)
            End(nowTicks);
    }

    /// <summary>Ends sending now.</summary>
    public void Close(long nowTicks)
    {
        lock (_gate)
        {
            ClosedEarly = true;
            End(nowTicks);
        }
    }

    private bool TryClaimLocked(Claim claim, long dueTicks, long measuredFromTicks)
    {
        if (ClosedEarly)
            return false;
        if (claim.Warmup)
        {
            // Another lane may have begun to measure already.
            if (MeasuredFromTicks == 0)
                Enter(RunPhase.Warmup, dueTicks);
            _warmups += _claimSize;
        }
        else
        {
            BeginMeasured(measuredFromTicks);
            if (!TryCountLocked(dueTicks))
                return false;
        }
        _places.Claimed();
        return true;
    }

    private bool IsWarmupLocked(long dueTicks) => MeasuredFromTicks == 0 && dueTicks < _warmupEndTicks && _warmups < (_warmupRequests ?? long.MaxValue);

    // One more that counts; false, and the end of sending, when time or number are used up.
    private bool TryCountLocked(long dueTicks)
    {
        // Late, and not of this window.
        if (IsSetAside(dueTicks))
            return true;
        if (dueTicks >= MeasuredToTicks || _measured >= (_requests ?? long.MaxValue))
        {
            _owesOnly = true;
            // What a cap holds back of a plan is still to be sent, and so are second members.
            if (dueTicks >= MeasuredToTicks || (!_isPlanned && _owed == 0))
                End(Math.Min(dueTicks, MeasuredToTicks));
            return false;
        }
        _measured += _claimSize;
        _owed += _claimSize - 1;
        return true;
    }

    private void BeginMeasured(long ticks)
    {
        if (MeasuredFromTicks != 0)
            return;
        MeasuredFromTicks = ticks;
        Number = 1;
        if (_limits.Duration is { } duration)
            MeasuredToTicks = ticks + Ticks.From(duration);
        Enter(RunPhase.Running, ticks);
    }

    private void End(long ticks)
    {
        if (SendsOver)
            return;
        SendsOverTicks = ticks;
        Enter(RunPhase.Draining, ticks);
        _over.TrySetResult();
    }

    private void Enter(RunPhase phase, long ticks)
    {
        if (_phase == phase)
            return;
        _phase = phase;
        _onPhase(phase, ticks);
    }
}
