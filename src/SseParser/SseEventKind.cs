namespace VllmStream.Sse;

/// <summary>Says why an event was handed out.</summary>
public enum SseEventKind
{
    /// <summary>An event that a blank line has closed: what WHATWG dispatches, and nothing else.</summary>
    Dispatched,

    /// <summary>The value of a field named <c>error</c>, which WHATWG ignores and some servers send; handed out at the end of its line.</summary>
    ErrorField,

    /// <summary>The block in which the body ended, without its blank line; only <see cref="SseReader.Complete"/> hands it out.</summary>
    Unterminated,
}
