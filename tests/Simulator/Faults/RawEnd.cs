namespace VllmStream.Tests.Simulator.Faults;

/// <summary>How a connection ended, as its client saw it.</summary>
internal enum RawEnd
{
    Fin,
    Reset,

    /// <summary>It was still open.</summary>
    Open,
}
