namespace VllmStream.Sse;

/// <summary>Says what kind of line the body ended in.</summary>
public enum SsePartialLine
{
    /// <summary>The body ended at the end of a line, or has not been completed yet.</summary>
    None,

    /// <summary>A comment was cut; nothing is lost.</summary>
    Comment,

    /// <summary>A data field was cut after its colon; what there is of its value is part of the unterminated event.</summary>
    Data,

    /// <summary>Any other line was cut, such as a field name; nothing of it is handed out.</summary>
    Other,
}
