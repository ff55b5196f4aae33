using System.Buffers;
using System.Text;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>Any other path: plain HTTP with its timing. A GET, or a POST of the body that the user gives.</summary>
/// <param name="path">Its path, with the slash in front.</param>
public sealed class PlainEndpoint(string path) : IEndpoint
{
    /// <inheritdoc />
    public string Name => path;

    /// <inheritdoc />
    public string Path => path;

    /// <inheritdoc />
    public AnswerShape Answers => AnswerShape.Anything;

    /// <inheritdoc />
    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request)
    {
        if (request.ExtraBody is { } json)
            Encoding.UTF8.GetBytes(json, body);
    }

    /// <inheritdoc />
    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.Read(eventType, data, ref facts, text);

    /// <inheritdoc />
    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
        => CompletionEvents.ReadDocument(json, ref facts, text);
}
