using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Load;

/// <summary>Walks one lane through its share of an open loop's plan: every request k with k mod L = its number. On its lane only.</summary>
internal sealed class PlanWalker
{
    // A lane this far behind at the end of the window has lost the plan; sending the rest would only stretch the run.
    private static readonly long LateTicks = Ticks.FromSeconds(1);

    // How soon a lane that is through with its share looks again whether the others are.
    private static readonly long ShareTicks = Ticks.FromSeconds(0.02);

    private readonly OpenLoop _loop;
    private readonly MeasuredWindow _window;
    private readonly OpenPlan _plan;
    private readonly LaneTimer _timer;
    private readonly int _stride;
    private readonly bool _waitsForOthers;
    private long _next;
    private bool _isOver;

    /// <summary>Walks from a request of the plan on, with a stride.</summary>
    public PlanWalker(OpenLoop loop, LoadLane lane, MeasuredWindow window, OpenPlan plan, (long First, int Stride) walk)
    {
        (_loop, Lane, _window, _plan) = (loop, lane, window, plan);
        (_next, _stride) = walk;
        // A number that ends the run is of the own requests; those of others come on top.
        _waitsForOthers = loop.IsOwn(plan);
        _timer = new LaneTimer(Step) { IsExact = true };
    }

    /// <summary>Its lane.</summary>
    public LoadLane Lane { get; }

    /// <summary>Sends what is due, and sets the timer for what is not.</summary>
    public void Step()
    {
        while (!_isOver && _next < _plan.Count)
        {
            var dueTicks = _plan.DueTicks(_next);
            // The window may end before the next request is due.
            var wakeTicks = Math.Min(dueTicks, _window.MeasuredToTicks);
            var now = Ticks.Now;
            if (now < wakeTicks && !_window.SendsOver && !_loop.IsCountUsedUp)
            {
                Lane.Lane.WakeBy(_timer, wakeTicks);
                return;
            }
            if (_waitsForOthers && _window.IsBeyondCount(_next - _plan.WarmupCount))
            {
                Lane.Lane.WakeBy(_timer, now + ShareTicks);
                return;
            }
            var claim = _plan.ClaimOf(_next);
            if (IsTooLate(dueTicks, now))
                _loop.Skip(dueTicks);
            else if (_window.TryClaim(claim, dueTicks, _plan.MeasuredFromTicks))
                _loop.Send(Lane, claim, dueTicks);
            else
                _isOver = true;
            _next += _stride;
        }
        _loop.WalkerDone(this, _isOver);
    }

    private bool IsTooLate(long dueTicks, long now) =>
        dueTicks < _window.MeasuredToTicks && _window.MeasuredToTicks != long.MaxValue && now > _window.MeasuredToTicks + LateTicks;
}
