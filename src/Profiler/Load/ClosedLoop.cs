using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>A fixed number of requests in flight: each chain sends its next request when its last one has ended.</summary>
internal sealed class ClosedLoop
{
    // A server that is gone refuses within microseconds; without a pause the records of that would be all the run is about.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoadEngine _engine;
    private readonly MeasuredWindow _window;
    private readonly int _concurrency;
    private int _left;

    public ClosedLoop(LoadEngine engine, MeasuredWindow window, int concurrency)
    {
        (_engine, _window, _concurrency) = (engine, window, concurrency);
        _left = concurrency;
    }

    public Task RunAsync()
    {
        // Chain k runs on lane k mod L.
        for (var k = 0; k < _concurrency; k++)
        {
            var lane = _engine.Lanes[k % _engine.Lanes.Count];
            lane.Lane.Post(() => _ = ChainLoopAsync(lane));
        }
        return _over.Task;
    }

    private async Task ChainLoopAsync(LoadLane lane)
    {
        try
        {
            for (var now = Ticks.Now; _window.TryClaim(now, out var claim); now = Ticks.Now)
            {
                _engine.Counts.OnDue(claim.Warmup);
                // When all answers of a wave end at once, those that follow must not keep the last of them from being read.
                await lane.Lane.YieldAsync();
                if (await _engine.RunRequestAsync(lane, claim, now, Ticks.Now) != Outcome.ConnectError)
                    continue;
                await _engine.PauseAsync(RefusedPause);
                await lane.Lane.ReturnAsync();
            }
        }
        catch (Exception e)
        {
            // A bug, not an outcome: the run ends with it instead of going on with one request fewer in flight.
            _over.TrySetException(e);
            _window.Close(Ticks.Now);
        }
        if (Interlocked.Decrement(ref _left) == 0)
            _over.TrySetResult();
    }
}
