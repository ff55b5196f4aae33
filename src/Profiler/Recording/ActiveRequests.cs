namespace VllmStream.Profiling.Recording;

/// <summary>The runners of a run, for those who must look at everything in flight: whoever ends a run, sees the wall clock set, or shows it.</summary>
/// <remarks>
/// A runner is entered when it is made and left out when it is disposed of, so a request takes no lock here. Looking takes none either.
/// </remarks>
public sealed class ActiveRequests : IDisposable
{
    private const int FirstPlaces = 64;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly CancellationTokenSource _closed = new();
    private RequestRunner?[] _runners = new RequestRunner?[FirstPlaces];
    private int _count;

    /// <summary>True once everything was given up: what begins after that is given up too.</summary>
    public bool IsClosed => _closed.IsCancellationRequested;

    /// <summary>Cancelled when everything is given up.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Every runner, with a request or without; null where one has been. Any thread.</summary>
    internal ReadOnlySpan<RequestRunner?> Runners
    {
        get
        {
            // careful: count first; an array that is read later has at least so many places.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _runners).AsSpan(0, count);
        }
    }

    /// <summary>A runner was made.</summary>
    /// <returns>Its place, for <see cref="Remove"/>.</returns>
    internal int Add(RequestRunner runner)
    {
        lock (_gate)
        {
            if (_free.TryPop(out var place))
            {
                Volatile.Write(ref _runners[place], runner);
                return place;
            }
            if (_count == _runners.Length)
            {
                var larger = new RequestRunner?[_runners.Length * 2];
                _runners.CopyTo(larger, 0);
                Volatile.Write(ref _runners, larger);
            }
            Volatile.Write(ref _runners[_count], runner);
            Volatile.Write(ref _count, _count + 1);
            return _count - 1;
        }
    }

    /// <summary>A runner will run nothing more.</summary>
    internal void Remove(int place)
    {
        lock (_gate)
        {
            Volatile.Write(ref _runners[place], null);
            _free.Push(place);
        }
    }

    /// <summary>The wall clock was set while these were in flight.</summary>
    public void MarkClockStep()
    {
        foreach (var runner in Runners)
            runner?.MarkClockStep();
    }

    /// <summary>Gives up everything in flight.</summary>
    public void CancelAll()
    {
        // careful: first, because a request that begins meanwhile looks at it after it can be cancelled.
        _closed.Cancel();
        foreach (var runner in Runners)
            runner?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _closed.Dispose();
}
