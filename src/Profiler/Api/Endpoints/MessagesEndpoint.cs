using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/messages, the shape of Anthropic, as vLLM serves it too: typed events; the stream ends with <c>message_stop</c> and has no [DONE].</summary>
public sealed class MessagesEndpoint : IEndpoint
{
    private const int DefaultMaxTokens = 1024;

    /// <inheritdoc />
    public string Name => "messages";

    /// <inheritdoc />
    public string Path => "messages";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.Generation;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        // The API refuses a request without it.
        json.Write("max_tokens"u8, (long?)request.MaxTokens ?? DefaultMaxTokens);
        if (request.System is not null)
            json.Write("system"u8, request.System);
        json.WriteConversation("messages"u8, system: null, request);
        json.Write("stream"u8, request.Stream);
        json.WriteSampling(request);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => MessagesEvents.Read(data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => MessagesEvents.ReadDocument(json, ref facts, text);
}
