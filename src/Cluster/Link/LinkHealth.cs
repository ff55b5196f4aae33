using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Link;

/// <summary>Whether our own link works, by round trips to the broker: nobody else is called silent while it does not.</summary>
/// <remarks>
/// The client library notices a closed connection at once, but a broker that hangs only after many seconds; in these everybody would
/// look dead. What counts is a question without an answer, not the time since the last one: a busy machine asks late. Any thread.
/// </remarks>
internal sealed class LinkHealth
{
    // A route around the world takes 0.4 s.
    private static readonly long Patience = Ticks.FromSeconds(1.2);

    // Others reconnect within a second of our own return, and then report within another.
    private static readonly long Grace = Ticks.FromSeconds(2.5);

    private readonly Lock _gate = new();

    // 0 = no question is open.
    private long _askedTicks;

    // 0 = the connection is open.
    private long _closedTicks;
    private long _judgeFromTicks;

    /// <summary>How often the link was down and came back.</summary>
    public int Outages { get; private set; }

    /// <summary>For how long it was down in all, outages that are over.</summary>
    public TimeSpan OutageTime { get; private set; }

    /// <summary>The broker is asked; one question at a time.</summary>
    public void Asked(long nowTicks)
    {
        lock (_gate)
        {
            // One that was not answered stays the open one.
            if (_askedTicks == 0)
                _askedTicks = nowTicks;
        }
    }

    /// <summary>The broker answered.</summary>
    public void Answered(long nowTicks)
    {
        lock (_gate)
        {
            if (!IsUp(nowTicks))
            {
                _judgeFromTicks = nowTicks + Grace;
                Outages++;
                OutageTime += SinceBroken(nowTicks);
            }

            (_askedTicks, _closedTicks) = (0, 0);
        }
    }

    /// <summary>The connection was closed.</summary>
    public void Closed(long nowTicks)
    {
        lock (_gate)
            _closedTicks = nowTicks;
    }

    /// <summary>How it is now.</summary>
    public LinkView At(long nowTicks)
    {
        lock (_gate)
            return new LinkView(IsUp(nowTicks), _judgeFromTicks);
    }

    /// <summary>For how long it has been down; zero while the link works.</summary>
    public TimeSpan DownTimeAt(long nowTicks)
    {
        lock (_gate)
            return IsUp(nowTicks) ? TimeSpan.Zero : SinceBroken(nowTicks);
    }

    private TimeSpan SinceBroken(long nowTicks)
    {
        var since = _closedTicks == 0 ? _askedTicks : _askedTicks == 0 ? _closedTicks : Math.Min(_askedTicks, _closedTicks);
        return TimeSpan.FromSeconds(Ticks.ToSeconds(nowTicks - since));
    }

    private bool IsUp(long nowTicks) => _closedTicks == 0 && (_askedTicks == 0 || nowTicks - _askedTicks <= Patience);
}
