using System.Buffers;

namespace VllmStream.Profiling.Api;

/// <summary>One API: how its request body is written and what its answers say. Stateless; any thread.</summary>
public interface IEndpoint
{
    /// <summary>The word used in options and records: chat, completions, ...</summary>
    string Name { get; }

    /// <summary>Path under /v1: <c>chat/completions</c>.</summary>
    string Path { get; }

    /// <summary>Writes the JSON body of a request.</summary>
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
