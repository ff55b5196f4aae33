namespace VllmStream.Profiling.Options;

/// <summary>Whether answers are asked for as a stream.</summary>
public enum RequestMode
{
    /// <summary>stream: true.</summary>
    Stream,

    /// <summary>stream: false.</summary>
    NonStream,
}
