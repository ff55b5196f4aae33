using System.Buffers;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>/v1/completions: the prompt goes to the model as it is.</summary>
public sealed class CompletionsEndpoint : IEndpoint
{
    /// <inheritdoc />
    public string Name => "completions";

    /// <inheritdoc />
    public string Path => "completions";

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.Generation;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        using var json = new RequestBody(body, request.ExtraBody);
        json.Write("model"u8, request.Model);
        // There is no system role here; the text stands in front so that the model sees it all the same.
        if (json.Wants("prompt"u8))
            request.Prompt.WriteTo(json.Writer, "prompt"u8, request.System);
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
