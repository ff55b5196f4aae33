namespace VllmStream.Sse;

/// <summary>Thrown when the field lines of one event are longer together than <see cref="SseReader.MaxEventBytes"/>.</summary>
public sealed class SseEventTooLargeException : Exception
{
    /// <summary>Creates the exception for an event of the given size, as far as it is known.</summary>
    /// <param name="eventBytes">Bytes of the event's lines so far.</param>
    /// <param name="limitBytes">The limit that was passed.</param>
    public SseEventTooLargeException(long eventBytes, int limitBytes)
        : base($"An event has grown to {eventBytes} bytes; the limit (MaxEventBytes) is {limitBytes} bytes.")
    {
        EventBytes = eventBytes;
        LimitBytes = limitBytes;
    }

    /// <summary>Gets the bytes of the event's lines when the limit was passed; the event may have been longer still.</summary>
    public long EventBytes { get; }

    /// <summary>Gets the limit that was passed.</summary>
    public int LimitBytes { get; }
}
