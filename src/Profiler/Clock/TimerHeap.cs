namespace VllmStream.Profiling.Clock;

/// <summary>Timers by the instant they are due: a binary heap whose entries know their place, so that one can be moved or taken out. No clock; one thread.</summary>
public sealed class TimerHeap
{
    private LaneTimer[] _heap = new LaneTimer[16];
    private int _count;

    /// <summary>Timers that are set.</summary>
    public int Count => _count;

    /// <summary>When the first one is due, in ticks; long.MaxValue when none is set.</summary>
    public long NextDueTicks => _count == 0 ? long.MaxValue : _heap[0].DueTicks;

    /// <summary>True when the first one is an exact one.</summary>
    public bool IsNextExact => _count > 0 && _heap[0].IsExact;

    /// <summary>Sets a timer, or moves one that is set.</summary>
    public void Set(LaneTimer timer, long dueTicks)
    {
        if (timer.Place < 0)
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, _count * 2);
            timer.Place = _count++;
        }
        timer.DueTicks = dueTicks;
        SiftDown(timer, SiftUp(timer));
    }

    /// <summary>Sets a timer unless it is set to an earlier instant.</summary>
    public void SetNoLater(LaneTimer timer, long dueTicks)
    {
        if (!timer.IsSet || dueTicks < timer.DueTicks)
            Set(timer, dueTicks);
    }

    /// <summary>Takes out a timer, if it is set.</summary>
    public void Remove(LaneTimer timer)
    {
        var place = timer.Place;
        if (place < 0)
            return;
        timer.Place = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last == timer)
            return;
        last.Place = place;
        SiftDown(last, SiftUp(last));
    }

    /// <summary>Takes out the first timer that is due.</summary>
    /// <returns>False when none is.</returns>
    public bool TryTake(long nowTicks, out LaneTimer timer)
    {
        timer = _heap[0];
        if (NextDueTicks > nowTicks)
            return false;
        Remove(timer);
        return true;
    }

    private int SiftUp(LaneTimer timer)
    {
        var place = timer.Place;
        while (place > 0)
        {
            var parent = _heap[(place - 1) / 2];
            if (parent.DueTicks <= timer.DueTicks)
                break;
            Put(parent, place);
            place = (place - 1) / 2;
        }
        return place;
    }

    private void SiftDown(LaneTimer timer, int place)
    {
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && _heap[child + 1].DueTicks < _heap[child].DueTicks)
                child++;
            if (_heap[child].DueTicks >= timer.DueTicks)
                break;
            Put(_heap[child], place);
            place = child;
        }
        Put(timer, place);
    }

    private void Put(LaneTimer timer, int place)
    {
        _heap[place] = timer;
        timer.Place = place;
    }
}
