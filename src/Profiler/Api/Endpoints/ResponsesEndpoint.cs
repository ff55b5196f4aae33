using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/responses: typed events; the stream ends with <c>response.completed</c> and has no [DONE].</summary>
public sealed class ResponsesEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "responses";

    /// <inheritdoc />
    public string Path => "responses";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.Generation;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        if (request.System is not null)
            json.Write("instructions"u8, request.System);
        if (request.History is not null || request.RawMessages is not null)
            json.WriteConversation("input"u8, system: null, request);
        else if (json.Wants("input"u8))
            request.Prompt.WriteTo(json.Writer, "input"u8);
        json.Write("stream"u8, request.Stream);
        json.Write("max_output_tokens"u8, request.MaxTokens);
        json.WriteSampling(request);
        if (request.IgnoreEos)
            json.Write("ignore_eos"u8, value: true);
        if (request.CacheSalt is { } salt)
            json.Write("cache_salt"u8, salt);
        json.End();
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => ResponsesEvents.Read(data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => ResponsesEvents.ReadDocument(json, ref facts, text);
}
