namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>The sockets of a loop by the number under which the kernel reports them. One thread.</summary>
internal sealed class SocketSlots
{
    private readonly Stack<int> _free = new();

    // careful: a number that was let go may still stand in the events of this pass; it is given out again after it.
    private readonly List<int> _freed = [];
    private LoopSocket?[] _sockets = new LoopSocket?[64];
    private int _used;

    public int Add(LoopSocket socket)
    {
        if (!_free.TryPop(out var number))
        {
            number = _used++;
            if (number == _sockets.Length)
                Array.Resize(ref _sockets, number * 2);
        }
        _sockets[number] = socket;
        return number;
    }

    public void Remove(int number)
    {
        _sockets[number] = null;
        _freed.Add(number);
    }

    /// <summary>The socket with this number; null when it has gone, or when the number is none of a socket.</summary>
    public LoopSocket? Find(int number) => (uint)number < (uint)_sockets.Length ? _sockets[number] : null;

    public void EndPass()
    {
        foreach (var number in _freed)
            _free.Push(number);
        _freed.Clear();
    }

    public void AbortAll()
    {
        for (var number = 0; number < _used; number++)
            _sockets[number]?.Abort();
    }
}
