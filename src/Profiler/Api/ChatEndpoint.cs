using System.Buffers;

namespace VllmStream.Profiling.Api;

/// <summary>/v1/chat/completions.</summary>
public sealed class ChatEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "chat";

    /// <inheritdoc />
    public string Path => "chat/completions";

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        if (json.Wants("messages"u8))
        {
            json.Writer.WriteStartArray("messages"u8);
            if (request.System is not null)
                WriteMessage(json, "system"u8, request.System);
            WriteMessage(json, "user"u8, request.Prompt);
            json.Writer.WriteEndArray();
        }

        json.WriteSettings(request);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.ReadDocument(json, ref facts, text);

    private static void WriteMessage(in RequestBody json, ReadOnlySpan<byte> role, PromptText content)
    {
        json.Writer.WriteStartObject();
        json.Writer.WriteString("role"u8, role);
        content.WriteTo(json.Writer, "content"u8);
        json.Writer.WriteEndObject();
    }
}
