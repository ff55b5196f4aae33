using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>A copy of an event that outlives the reader's next call, with the reader's state at that moment.</summary>
public sealed record ReadEvent(SseEventKind Kind, string Type, string Data, string Id, long? Retry, long EndOffset, int DataLineCount);
