namespace VllmStream.Profiling.Options;

/// <summary>What decides when the next request is sent.</summary>
public enum LoadKind
{
    /// <summary>The end of an earlier request.</summary>
    Closed,

    /// <summary>A plan, whatever the server does.</summary>
    Open,

    /// <summary>Users, who think between an answer and their next request.</summary>
    Users,
}
