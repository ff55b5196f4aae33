using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;

namespace VllmStream.Profiling.Transport;

/// <summary>Where a share of the requests runs: its connections, its timers and its own lateness.</summary>
/// <remarks>
/// On Linux a lane is one event loop on one thread, and everything of a request happens there; the portable transport has a
/// single lane, whose requests run on whatever thread brings their bytes. Connections never move to another lane.
/// </remarks>
public abstract class Lane(LaneHealth health) : IDisposable
{
    private int _ended;

    /// <summary>How late this lane sends and reads.</summary>
    public LaneHealth Health { get; } = health;

    /// <summary>Opens connections that live on this lane.</summary>
    public abstract ITransport Transport { get; }

    /// <summary>Kept connections of this lane.</summary>
    public ConnectionPool Pool { get; } = new();

    /// <summary>Does something on this lane, as soon as it gets round to it. Any thread.</summary>
    public abstract void Post(Action work);

    /// <summary>True for who runs on this lane.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>True where posted work is done in portions between reads, so that it can wait for them.</summary>
    public virtual bool ReadsFirst => false;

    /// <summary>Lets the lane read what has come, and goes on then. On the lane only.</summary>
    public LaneYield YieldAsync() => new(this);

    /// <summary>Comes back to the lane after waiting for something that ended elsewhere. Any thread.</summary>
    public LaneReturn ReturnAsync() => new(this);

    /// <summary>Fires a timer at <paramref name="dueTicks"/>, or earlier if it has been set to an earlier instant: who set it looks at the time. On the lane only.</summary>
    public abstract void WakeBy(LaneTimer timer, long dueTicks);

    /// <summary>Ends at <paramref name="dueTicks"/>. Any thread; who waits goes on elsewhere.</summary>
    public Task WaitAsync(long dueTicks)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LaneTimer? timer = null;
        timer = new LaneTimer(Look) { IsExact = true };
        Post(Look);
        return done.Task;

        void Look()
        {
            if (Ticks.Now < dueTicks)
                WakeBy(timer!, dueTicks);
            else
                done.TrySetResult();
        }
    }

    /// <summary>Does something on this lane and brings the result to where it was asked for. Any thread but the lane's.</summary>
    public Task<T> RunAsync<T>(Func<ValueTask<T>> work)
    {
        // careful: the asker goes on elsewhere, or the rest of its method would run on the lane.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = FinishAsync());
        return done.Task;

        async Task FinishAsync()
        {
            try
            {
                done.SetResult(await work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    /// <summary>Ends its threads and everything that is open on it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        EndThreads();
        Pool.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends its threads.</summary>
    protected abstract void EndThreads();
}
