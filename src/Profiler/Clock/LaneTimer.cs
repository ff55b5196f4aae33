namespace VllmStream.Profiling.Clock;

/// <summary>Something to do at an instant; can be set again and again without garbage. Belongs to the one heap it was first set in.</summary>
public sealed class LaneTimer(Action onDue)
{
    /// <summary>True while it waits in its heap.</summary>
    public bool IsSet => Place >= 0;

    /// <summary>True for what must not be late by the time a thread takes to wake up: its lane may wait for it awake.</summary>
    public bool IsExact { get; init; }

    /// <summary>When it is due, in ticks; meaningful while it is set.</summary>
    public long DueTicks { get; internal set; }

    /// <summary>Its place in the heap; -1 when it is not set.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Does what it is for.</summary>
    public void Fire() => onDue();
}
