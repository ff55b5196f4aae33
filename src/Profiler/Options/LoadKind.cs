namespace VllmStream.Profiling.Options;

/// <summary>The shape of the load.</summary>
public enum LoadKind
{
    /// <summary>Closed loop: a fixed number in flight, the next when one ends.</summary>
    Closed,

    /// <summary>Open loop: requests are sent by plan, whatever the server does.</summary>
    Open,
}
