using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Cli.Explaining;

/// <summary>Oddities of an answer; one text for each member of <see cref="StreamWarnings"/>, which a test checks.</summary>
internal static class WarningTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Of(StreamWarnings.NoDone, "no [DONE] at the end", "A finish_reason came for every choice and the stream then ended without data: [DONE]. Some servers never write it."),
        Of(StreamWarnings.NoFinishReason, "no finish_reason", "[DONE] came, and not every choice had a finish_reason before it."),
        Of(StreamWarnings.UnterminatedEvent, "the last event had no blank line", "The stream ended in the middle of its last event's framing. It was complete enough to be counted."),
        Of(StreamWarnings.MalformedEvent, "an event that is no JSON", "An event's data could not be read. It is not counted as a token; the rest of the answer is."),
        Of(StreamWarnings.ContentType, "another Content-Type", "The body was SSE under a Content-Type other than text/event-stream. Proxies decide by it whether to buffer."),
        Of(StreamWarnings.AfterDone, "events after [DONE]", "Something followed the end marker, a second one included. It is not counted."),
        Of(StreamWarnings.ContentAfterFinish, "text after finish_reason", "A choice went on after it had said why it ended."),
        Of(StreamWarnings.CumulativeText, "each chunk repeats the text before it", "The server sends the text so far instead of what is new. Token counts then come from usage only."),
        Of(StreamWarnings.ShortOutput, "fewer tokens than asked for", "With --ignore-eos the answer should have gone on to max_tokens and did not: the server ignores the wish, or its context was full."),
        Of(StreamWarnings.HiddenReasoning, "reasoning that was not sent", "Usage reports reasoning tokens that no event carried. They lie before the first token that was seen, so ttft holds them."),
        Of(StreamWarnings.InvalidUtf8, "broken UTF-8", "Text with bytes that are no UTF-8: mostly a character cut in two between chunks."),
        Of(StreamWarnings.LingeringConnection, "open long after the answer", "The body stayed open after the answer was complete. e2e holds that time; rates do not."),
        Of(StreamWarnings.Buffered, "came in one burst", "The whole answer came at its end. Something between here and the model collects it: ttft is then the time of the whole answer, and gaps mean nothing."),
        Of(StreamWarnings.Batched, "came in bursts", "Events came several at a time with pauses between. A proxy's buffer, or a server that sends every so many tokens."),
        Of(StreamWarnings.ClockStep, "the wall clock stepped", "The system's clock was set while this request ran. Durations come from a clock that does not step; only the mapping of arrival stamps could suffer."),
    ];

    private static Topic Of(StreamWarnings warning, string title, string text) =>
        new(TopicKind.Warning, Words.Of(warning), title, text);
}
