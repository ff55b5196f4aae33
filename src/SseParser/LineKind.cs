namespace VllmStream.Sse;

/// <summary>Says what a line is, as far as its first bytes tell.</summary>
internal enum LineKind
{
    /// <summary>No line, or too few bytes of it to tell: they still are the beginning of a field name that matters.</summary>
    Undecided,
    Comment,
    Unknown,
    Data,
    Event,
    Id,
    Retry,
    Error,
}
