using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Server;

/// <summary>Keeps what comes of the attempts to reach a server, for whoever watches. Any thread; a short lock, taken before there is any load.</summary>
public sealed class ReachBoard
{
    private static readonly int Kinds = Enum.GetValues<ReachStepKind>().Length;

    private readonly Lock _gate = new();
    private readonly string?[] _now = new string?[Kinds];
    private readonly ReachStep[] _steps = [.. Enum.GetValues<ReachStepKind>().Select(kind => new ReachStep(kind, null, 0))];
    private ReachStatus? _status;
    private long _begunTicks;

    /// <summary>The attempts so far; null before the first.</summary>
    public ReachStatus? Status
    {
        get
        {
            lock (_gate)
                return _status;
        }
    }

    /// <summary>An attempt begins.</summary>
    /// <param name="target">The address.</param>
    /// <param name="proxy">The proxy in words.</param>
    /// <param name="moreAttempts">How many may follow.</param>
    /// <param name="givesUpTicks">When waiting ends.</param>
    public void Begin(string target, string proxy, int moreAttempts, long givesUpTicks)
    {
        lock (_gate)
        {
            Array.Clear(_now);
            _now[(int)ReachStepKind.Proxy] = proxy;
            _begunTicks = Ticks.Now;
            var attempt = (_status?.Attempt ?? 0) + 1;
            _status = new ReachStatus(target, attempt, attempt + moreAttempts, 0, givesUpTicks, _status?.Failure, _status?.TookTicks ?? 0, [.. _steps]);
        }
    }

    /// <summary>A step of the attempt has come out; null = it was not reached.</summary>
    public void Saw(ReachStepKind kind, string? result)
    {
        lock (_gate)
            _now[(int)kind] = result;
    }

    /// <summary>The attempt is over.</summary>
    /// <param name="failure">Why it failed; null = the server answered.</param>
    /// <param name="nextTicks">When the next one begins; 0 = none follows.</param>
    public void End(string? failure, long nextTicks)
    {
        lock (_gate)
        {
            // On a connection that is still open the steps before have come out as they did.
            var last = Array.FindLastIndex(_now, result => result is not null);
            for (var i = 0; i < Kinds; i++)
            {
                if (_now[i] is null && i < last && _steps[i].Result is not null)
                    continue;
                _steps[i] = _steps[i] with { Result = _now[i], Times = _now[i] is null ? 0 : _now[i] == _steps[i].Result ? _steps[i].Times + 1 : 1 };
            }

            if (_status is not null)
                _status = _status with { Failure = failure, TookTicks = Ticks.Now - _begunTicks, NextAttemptTicks = nextTicks, Steps = [.. _steps] };
        }
    }
}
