using System.Buffers;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>Passes everything to a real endpoint and counts what it said, event by event.</summary>
public sealed class CountingEndpoint(IEndpoint inner) : IEndpoint
{
    private readonly List<string> _data = [];

    public string Name => inner.Name;

    public string Path => inner.Path;

    public AnswerShape Answers => inner.Answers;

    public int ContentChunks { get; private set; }

    public int ReasoningChunks { get; private set; }

    public int ToolChunks { get; private set; }

    /// <summary>Number of the first event with a generated token, and what it was.</summary>
    public (int Event, GeneratedKind Kind)? FirstGenerated { get; private set; }

    public int? FirstVisible { get; private set; }

    public int? FirstError { get; private set; }

    public IReadOnlyList<string> Data => _data;

    public void WriteBody(IBufferWriter<byte> body, in RequestSpec request) => inner.WriteBody(body, request);

    public void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text) => inner.ReadDocument(json, ref facts, text);

    public void ReadEvent(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        inner.ReadEvent(eventType, data, ref facts, text);
        var number = _data.Count;
        if (facts.Generated != GeneratedKind.None)
            FirstGenerated ??= (number, facts.Generated);
        if ((facts.Generated & GeneratedKind.Visible) != GeneratedKind.None)
            FirstVisible ??= number;
        if (facts.Kind == ChunkKind.Error)
            FirstError ??= number;
        _data.Add(System.Text.Encoding.UTF8.GetString(data));
        ContentChunks += (facts.Generated & GeneratedKind.Visible) != GeneratedKind.None ? 1 : 0;
        ReasoningChunks += facts.Generated.HasFlag(GeneratedKind.Reasoning) ? 1 : 0;
        ToolChunks += facts.Generated.HasFlag(GeneratedKind.ToolCall) ? 1 : 0;
    }
}
