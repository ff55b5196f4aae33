using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>One API: how its request is written and what its answers say. Stateless; any thread.</summary>
public interface IEndpoint
{
    /// <summary>The word used in options and records: chat, completions, ...</summary>
    string Name { get; }

    /// <summary>Path under /v1, such as <c>chat/completions</c>; a path of its own when it begins with a slash.</summary>
    string Path { get; }

    /// <summary>What its answers are.</summary>
    AnswerShape Answers { get; }

    /// <summary>Writes the JSON body of a request; nothing for a GET.</summary>
    void WriteBody(IBufferWriter<byte> body, in RequestSpec request);

    /// <summary>Reads the data of one event of a streamed answer. Never throws on bad input: that is <see cref="ChunkKind.Malformed"/>.</summary>
    /// <param name="eventType">Raw event type; empty = message.</param>
    /// <param name="data">Raw data of the event.</param>
    /// <param name="facts">Overwritten.</param>
    /// <param name="text">Collects generated text when someone needs it; null on the hot path.</param>
    void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text);

    /// <summary>Reads a whole answer that was not streamed. Never throws on bad input.</summary>
    void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text);
}
