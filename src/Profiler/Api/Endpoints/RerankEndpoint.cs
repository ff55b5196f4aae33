using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/rerank: documents are put in order for a query; never streamed.</summary>
public sealed class RerankEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "rerank";

    /// <inheritdoc />
    public string Path => "rerank";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.List;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        if (json.Wants("query"u8))
            request.Prompt.WriteTo(json.Writer, "query"u8);
        json.WriteTexts("documents"u8, request.Documents);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => ListDocument.Read(json, ref facts);
}
