namespace VllmStream.Profiling.Recording;

/// <summary>The requests in flight, for those who must look at all of them: whoever ends a run, or sees the wall clock set. Any thread; a short lock.</summary>
public sealed class ActiveRequests : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<RequestRunner> _runners = [];
    private readonly CancellationTokenSource _closed = new();

    /// <summary>Number in flight.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _runners.Count;
        }
    }

    /// <summary>True once everything was given up: what begins after that is given up too.</summary>
    public bool IsClosed => _closed.IsCancellationRequested;

    /// <summary>Cancelled when everything is given up.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>A request begins.</summary>
    public void Add(RequestRunner runner)
    {
        lock (_gate)
            _runners.Add(runner);
    }

    /// <summary>A request has ended.</summary>
    public void Remove(RequestRunner runner)
    {
        lock (_gate)
            _runners.Remove(runner);
    }

    /// <summary>The wall clock was set while these were in flight.</summary>
    public void MarkClockStep()
    {
        lock (_gate)
        {
            foreach (var runner in _runners)
                runner.MarkClockStep();
        }
    }

    /// <summary>Gives up everything in flight.</summary>
    public void CancelAll()
    {
        _closed.Cancel();
        RequestRunner[] all;
        lock (_gate)
            all = [.. _runners];
        foreach (var runner in all)
            runner.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _closed.Dispose();
}
