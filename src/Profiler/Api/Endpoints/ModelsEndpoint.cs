using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>GET /v1/models: what the server serves.</summary>
public sealed class ModelsEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "models";

    /// <inheritdoc />
    public string Path => "models";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.List;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        // A GET has none.
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => ListDocument.Read(json, ref facts);
}
