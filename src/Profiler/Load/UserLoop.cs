using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>A fixed number of users: each begins its next task when its last one has ended, at once or after thinking.</summary>
/// <remarks>Users who do not think are a closed loop of so many requests in flight; with stages some of them come later, or go.</remarks>
internal sealed class UserLoop
{
    // A server that is gone refuses within microseconds; without a pause the records of that would be all the run is about.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(100);

    // on_start is tried again: what it is to find is needed.
    private static readonly TimeSpan StartAgainPause = TimeSpan.FromSeconds(1);

    private const int ThinkPurpose = 41;

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoadEngine _engine;
    private readonly MeasuredWindow _window;
    private readonly LoadOptions _load;
    private readonly StageProfile? _stages;
    private readonly long _seed;
    private readonly Lock _gate = new();

    // Which users are there, and how many are to be; the one who sees himself above that leaves.
    private readonly List<bool> _present = [];

    // Their numbers among the users of the whole plan.
    private readonly List<int> _numbers = [];
    private volatile int _number;
    private int _left;

    public UserLoop(LoadEngine engine, MeasuredWindow window, LoadOptions load, long seed)
    {
        (_engine, _window, _load, _seed) = (engine, window, load, seed);
        _stages = load.Stages.Count > 0 ? new StageProfile(load.Stages) : null;
        _number = (int)load.Share.Below(load.Concurrency);
        for (var k = 0; k < _number; k++)
            _numbers.Add((int)load.Share.Place(k));
    }

    public Task RunAsync()
    {
        lock (_gate)
        {
            Come(_load.SpawnRate);
            // A share may have none of few users.
            if (_number == 0)
                _over.TrySetResult();
        }

        return _over.Task;
    }

    /// <summary>From now on some of the users of a lost share are here as well. Any thread.</summary>
    /// <returns>Null when they are, else why not.</returns>
    public string? TakeOver(LostShare lost)
    {
        var (share, part) = (new PlanShare(lost.Index, _load.Share.Of), new PlanShare(lost.Part, lost.Parts));
        lock (_gate)
        {
            for (var k = 0; part.Place(k) < share.Below(_load.Concurrency); k++)
                _numbers.Add((int)share.Place(part.Place(k)));
            _number = Math.Max(_number, _numbers.Count);
            Come(spawnRate: null);
        }

        return null;
    }

    /// <summary>From now on there are so many: more come at once, and those above go when their task has ended. Any thread.</summary>
    public void SetNumber(int number)
    {
        lock (_gate)
        {
            _number = number;
            Come(spawnRate: null);
        }
    }

    // The kth user here runs on lane k mod L.
    private void Come(double? spawnRate)
    {
        for (var k = 0; k < _number; k++)
        {
            if (k == _present.Count)
                _present.Add(false);
            if (k == _numbers.Count)
                _numbers.Add((int)_load.Share.Place(k));
            if (_present[k])
                continue;
            _present[k] = true;
            _left++;
            var user = k;
            var lane = _engine.Lanes[k % _engine.Lanes.Count];
            lane.Lane.Post(() => _ = UserLoopAsync(lane, user, spawnRate));
        }
    }

    private bool Leaves(int user)
    {
        if (user < _number)
            return false;
        lock (_gate)
        {
            // Looked at again: he may have been called back.
            if (user < _number)
                return false;
            Leave(user);
            return true;
        }
    }

    private void Leave(int user)
    {
        _present[user] = false;
        if (--_left == 0)
            _over.TrySetResult();
    }

    private async Task UserLoopAsync(LoadLane lane, int user, double? spawnRate)
    {
        try
        {
            if (spawnRate is { } rate && NumberOf(user) is > 0 and var before)
                await PauseAsync(lane, TimeSpan.FromSeconds(before / rate));
            Session? session = null;
            if (_engine.Plan.OnStart.Count > 0)
            {
                session = new Session();
                while (!_window.SendsOver && !await OnStart.RunAsync(_engine, lane, NumberOf(user), session))
                    await PauseAsync(lane, StartAgainPause);
            }

            while (true)
            {
                if (Leaves(user))
                    return;
                await HisTurnAsync(lane, user);
                var now = Ticks.Now;
                if (!_window.TryClaim(now, out var claim))
                    break;
                _engine.Counts.OnDue(claim.Warmup);
                // When all answers of a wave end at once, those that follow must not keep the last of them from being read.
                await lane.Lane.YieldAsync();
                var outcome = await TaskRun.RunAsync(_engine, _window, lane, claim, session, now, Ticks.Now);
                if (outcome == Outcome.ConnectError)
                    await PauseAsync(lane, RefusedPause);
                if (!_load.Think.IsZero)
                    await PauseAsync(lane, PlannedStep.Draw(_load.Think, _seed, claim.Place.Number, ThinkPurpose));
            }
        }
        catch (Exception e)
        {
            // A bug, not an outcome: the run ends with it instead of going on with one user fewer.
            _over.TrySetException(e);
            _window.Close(Ticks.Now);
        }
        lock (_gate)
            Leave(user);
    }

    // With stages, user k is there while the level is above k.
    private ValueTask HisTurnAsync(LoadLane lane, int user)
    {
        if (_stages is null)
            return ValueTask.CompletedTask;
        var now = Ticks.ToSeconds(Ticks.Now - _window.StartTicks);
        var seconds = _stages.FirstAbove(NumberOf(user), now);
        return seconds <= now ? ValueTask.CompletedTask : new ValueTask(PauseAsync(lane, TimeSpan.FromSeconds(Math.Max(0, Math.Min(seconds, _stages.Seconds) - now))));
    }

    private int NumberOf(int user)
    {
        lock (_gate)
            return _numbers[user];
    }

    private Task PauseAsync(LoadLane lane, TimeSpan wait) => _engine.PauseAsync(lane, wait, _window.Over);
}
