using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Cli.Explaining;

/// <summary>How an answer came, and where its token count comes from; a test checks that every member has its text.</summary>
internal static class StreamTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Of(StreamShapeKind.Unknown, "too little to judge", "Not streamed, or too few token events."),
        Of(StreamShapeKind.Streamed, "one after another", "Events came as they were made: ttft and gaps are the server's own."),
        Of(StreamShapeKind.Batched, "in bursts", "Several events at a time with pauses between; the report names the period or size."),
        Of(StreamShapeKind.Buffered, "in one burst at the end", "Something collects the whole answer before it passes it on. With nginx, proxy_buffering off is the usual cure."),
        Of(TokenSource.None, "nothing counted", "The answer had no token, or none was reported and none could be counted."),
        Of(TokenSource.UsageFinal, "usage at the end", "The usage block of the last chunk: the server's own count, exact."),
        Of(TokenSource.UsageContinuous, "usage in the stream", "The last cumulative usage that was seen, where no final one came: exact up to there."),
        Of(TokenSource.TokenIds, "ids in the stream", "The ids that --token-ids asks for, where no usage came and every event with a token had them: exact."),
        Of(TokenSource.Tokenizer, "counted afterwards", "--tokenizer over the joined text: near, since text can be cut into tokens in more than one way, and tokens without text (the end, marks round reasoning and tool calls) are missing."),
        Of(TokenSource.Chunks, "one per event", "The number of token events, where nothing better is there. A chunk may hold several tokens, so this is a lower bound."),
    ];

    private static Topic Of(StreamShapeKind shape, string title, string text) =>
        new(TopicKind.Shape, Words.Of(shape), title, text) { Also = ["shape"] };

    private static Topic Of(TokenSource source, string title, string text) =>
        new(TopicKind.TokenSource, Words.Of(source), title, text) { Also = ["token_source"] };
}
