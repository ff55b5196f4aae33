using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/score: how well each of some texts fits the first; never streamed.</summary>
public sealed class ScoreEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "score";

    /// <inheritdoc />
    public string Path => "score";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.List;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        if (json.Wants("text_1"u8))
            request.Prompt.WriteTo(json.Writer, "text_1"u8);
        json.WriteTexts("text_2"u8, request.Documents);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => ListDocument.Read(json, ref facts);
}
