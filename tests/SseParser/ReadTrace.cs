using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>Everything a reader gave for one body.</summary>
public sealed record ReadTrace(
    IReadOnlyList<ReadEvent> Events,
    ReadEvent? Tail,
    SsePartialLine PartialLine,
    long Comments,
    long UnknownLines,
    long EventsWithoutData,
    string LastEventId,
    long? Retry)
{
    /// <summary>For each of <see cref="Events"/>: how many body bytes had been presented when it came out.</summary>
    public IReadOnlyList<long> ArrivedAt { get; init; } = [];

    public IEnumerable<ReadEvent> Dispatched => Events.Where(item => item.Kind == SseEventKind.Dispatched);

    /// <summary>One line per fact, to compare whole traces with a readable difference.</summary>
    public string Describe() => string.Join('\n',
        Events.Select(item => item.ToString())
            .Append($"tail {Tail}")
            .Append($"partial {PartialLine} comments {Comments} unknown {UnknownLines} empty {EventsWithoutData} id '{LastEventId}' retry {Retry}"));
}
