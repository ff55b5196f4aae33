namespace VllmStream.Simulation;

/// <summary>Where the role stands in a chat stream.</summary>
internal enum RolePlace
{
    /// <summary>In a chunk of its own, together with the first token.</summary>
    WithFirstToken,

    /// <summary>In a chunk of its own, as soon as the request was taken.</summary>
    AtOnce,

    /// <summary>In every delta, and no chunk of its own.</summary>
    EveryDelta,

    /// <summary>Nowhere.</summary>
    Missing,
}
