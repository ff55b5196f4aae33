namespace VllmStream.Profiling.Options;

/// <summary>Whether answers are asked for as a stream.</summary>
public enum RequestMode
{
    /// <summary>stream: true.</summary>
    Stream,

    /// <summary>stream: false.</summary>
    NonStream,

    /// <summary>Every prompt both ways, one after the other; a mode of a whole run, whose steps have one of the others.</summary>
    Paired,
}
