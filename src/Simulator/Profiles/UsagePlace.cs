namespace VllmStream.Simulation;

/// <summary>Where the usage of a stream stands.</summary>
internal enum UsagePlace
{
    /// <summary>In a chunk before [DONE], when it was asked for.</summary>
    AsAsked,

    /// <summary>The same, whether it was asked for or not.</summary>
    Always,

    /// <summary>Nowhere, even when it was asked for.</summary>
    Missing,

    /// <summary>The chunk is there and says null.</summary>
    Null,

    /// <summary>The chunk comes before the first token.</summary>
    Early,
}
