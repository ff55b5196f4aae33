namespace VllmStream.Profiling.Recording;

/// <summary>What a body looks like from its first bytes.</summary>
internal enum BodyKind
{
    /// <summary>Nothing but blanks and beginnings so far.</summary>
    Undecided,

    /// <summary>Starts with a line of an event stream.</summary>
    Events,

    /// <summary>Starts as JSON does: one document, or one per line.</summary>
    Json,

    /// <summary>Starts with a tag.</summary>
    Html,

    /// <summary>Starts with anything else; an event stream may still follow the first line.</summary>
    Text,
}
