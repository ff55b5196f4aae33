using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/chat/completions.</summary>
public sealed class ChatEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "chat";

    /// <inheritdoc />
    public string Path => "chat/completions";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.Generation;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        json.WriteConversation("messages"u8, request.System, request);
        json.WriteSettings(request);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.ReadDocument(json, ref facts, text);
}
