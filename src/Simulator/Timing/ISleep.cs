namespace VllmStream.Simulation;

/// <summary>How the timing thread sleeps. <see cref="Until"/> is called by that thread only, <see cref="Wake"/> by any.</summary>
internal interface ISleep
{
    /// <summary>Returns at the given tick, or earlier after a <see cref="Wake"/> since the last return, or for no reason.</summary>
    void Until(long dueTicks);

    /// <summary>Ends the current sleep, or the next one if none is going on.</summary>
    void Wake();
}
