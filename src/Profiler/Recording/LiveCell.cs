namespace VllmStream.Profiling.Recording;

/// <summary>Where a runner shows how far its request is. Written by the request's lane, which waits for nobody; read by any thread.</summary>
/// <remarks>
/// A sequence lock: the version is odd while the state is being written, so a reader that finds it odd, or changed behind its copy,
/// copies again. The gaps have a version of their own, because their array goes back to a pool when it grows or its request ends.
/// </remarks>
internal sealed class LiveCell
{
    // The writer is between two stores unless the system has taken its core away; then it is a time slice.
    private const int MostTries = 60;

    private LiveState _state;
    private long _version;
    private int[]? _gaps;
    private int _gapCount;
    private long _gapsVersion;

    /// <summary>Begins to write; <see cref="Close"/> ends it. Nothing may wait in between.</summary>
    public ref LiveState Open()
    {
        _version++;
        Volatile.WriteBarrier();
        return ref _state;
    }

    /// <summary>Shows what was written.</summary>
    public void Close() => Volatile.Write(ref _version, _version + 1);

    /// <summary>From here until <see cref="ShowGaps"/> the gaps are not to be looked at. Again and again is once.</summary>
    public void HideGaps()
    {
        if ((_gapsVersion & 1) == 0)
            _gapsVersion++;
        Volatile.WriteBarrier();
    }

    /// <summary>Shows the gaps, which stay where they are until <see cref="HideGaps"/>.</summary>
    public void ShowGaps(int[]? gaps, int count)
    {
        (_gaps, _gapCount) = (gaps, count);
        Volatile.Write(ref _gapsVersion, (_gapsVersion | 1) + 1);
    }

    /// <summary>Copies the state.</summary>
    /// <returns>False when nothing is in flight here.</returns>
    public bool TryRead(out LiveState state)
    {
        var wait = new SpinWait();
        for (var tries = 0; tries < MostTries; tries++)
        {
            var version = Volatile.Read(ref _version);
            state = _state;
            Volatile.ReadBarrier();
            if ((version & 1) == 0 && _version == version)
                return state.Phase != LivePhase.None;
            wait.SpinOnce();
        }

        state = default;
        return false;
    }

    /// <summary>Copies the state and the gaps that belong to it.</summary>
    /// <param name="id">The request that must be here.</param>
    /// <param name="state">Its state.</param>
    /// <param name="gaps">Gaps between its token events in microseconds, in order.</param>
    /// <returns>False when it is not here.</returns>
    public bool TryRead(long id, out LiveState state, out int[] gaps)
    {
        var wait = new SpinWait();
        gaps = [];
        for (var tries = 0; tries < MostTries; tries++)
        {
            var version = Volatile.Read(ref _gapsVersion);
            if (!TryRead(out state) || state.Id != id)
                return false;
            if ((version & 1) == 0)
            {
                // careful: array and count may not belong together until the version has said so.
                var (items, count) = (_gaps ?? [], _gapCount);
                gaps = items.AsSpan(0, Math.Clamp(count, 0, items.Length)).ToArray();
                Volatile.ReadBarrier();
                if (_gapsVersion == version)
                    return true;
            }
            wait.SpinOnce();
        }

        state = default;
        return false;
    }
}
