using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/embeddings: a text becomes a vector; never streamed.</summary>
public sealed class EmbeddingsEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "embeddings";

    /// <inheritdoc />
    public string Path => "embeddings";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.List;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        if (json.Wants("input"u8))
            request.Prompt.WriteTo(json.Writer, "input"u8);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => ListDocument.Read(json, ref facts);
}
