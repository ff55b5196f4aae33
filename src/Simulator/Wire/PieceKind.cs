namespace VllmStream.Simulation;

/// <summary>What a piece of an answer is, as far as a fault has to tell it from others.</summary>
internal enum PieceKind
{
    /// <summary>Anything else: opening events, bodies, literal bytes.</summary>
    Other,

    /// <summary>The role chunk.</summary>
    Role,

    /// <summary>An event that carries tokens.</summary>
    Token,

    /// <summary>The event with the finish reason; it may carry tokens too.</summary>
    Finish,

    /// <summary>The usage chunk.</summary>
    Usage,

    /// <summary>[DONE], or what ends a stream in an API without it.</summary>
    Done,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>An error in the stream.</summary>
    Error,
}
