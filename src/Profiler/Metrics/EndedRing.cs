namespace VllmStream.Profiling.Metrics;

/// <summary>The newest so many. One thread adds and takes; what it has handed out stays as it is.</summary>
internal sealed class EndedRing(int most)
{
    private readonly EndedRequest[] _ring = new EndedRequest[most];
    private long _added;
    private IReadOnlyList<EndedRequest>? _list = [];

    /// <summary>The newest, oldest of them first; the same object until another is added.</summary>
    public IReadOnlyList<EndedRequest> List => _list ??= MakeList();

    public void Add(EndedRequest ended)
    {
        _ring[_added++ % most] = ended;
        _list = null;
    }

    private EndedRequest[] MakeList()
    {
        var list = new EndedRequest[Math.Min(_added, most)];
        for (var i = 0; i < list.Length; i++)
            list[i] = _ring[(_added - list.Length + i) % most];
        return list;
    }
}
