using System.Runtime.InteropServices;
using System.Text.Json;
using VllmStream.Profiling.Api;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>Reads an event slowly, by a JSON document, and compares: what the walk says must be what the document holds.</summary>
internal static class ReferenceReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    public static void Check(byte[] data, in ChunkFacts facts, TextCollector text)
    {
        if (facts.Kind is ChunkKind.Heartbeat or ChunkKind.Done || facts.NotStrict)
            return;
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(data, Options);
        }
        catch (JsonException)
        {
            // A doubled name is no error to the walk, and nothing this reader could judge.
            Assert.True(facts.Kind == ChunkKind.Malformed || HasDoubledName(data));
            return;
        }

        using (json)
        {
            Assert.NotEqual(ChunkKind.Malformed, facts.Kind);
            CheckRoot(json.RootElement, facts, text);
        }
    }

    private static bool HasDoubledName(byte[] data)
    {
        using var json = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 256 });
        return true;
    }

    private static void CheckRoot(JsonElement root, in ChunkFacts facts, TextCollector text)
    {
        var choices = Member(root, "choices", JsonValueKind.Array);
        Assert.Equal(choices is not null, facts.HasChoices);
        var position = 0;
        foreach (var choice in choices?.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object) ?? [])
            CheckChoice(choice, facts.Choice(position++), text);
        Assert.Equal(position, facts.ChoiceCount);
        if (Member(root, "usage", JsonValueKind.Object) is { } usage
            && Member(usage, "completion_tokens", JsonValueKind.Number) is { } tokens && tokens.TryGetInt64(out var count) && count >= 0)
            Assert.Equal(count, facts.Usage.Completion);
        if (Member(root, "error", JsonValueKind.Object) is not null)
            Assert.Equal(ChunkKind.Error, facts.Kind);
    }

    private static void CheckChoice(JsonElement choice, in ChoiceFacts facts, TextCollector text)
    {
        var finish = Member(choice, "finish_reason", JsonValueKind.String);
        Assert.Equal(finish is { } word && RawLength(word) > 0, facts.FinishReason is not null);
        if (Member(choice, "delta", JsonValueKind.Object) is not { } delta)
            return;
        var isContent = Member(delta, "content", JsonValueKind.String) is { } content && RawLength(content) > 0;
        if (Member(delta, "content", JsonValueKind.String) is not null && Member(choice, "text", JsonValueKind.String) is null)
            Assert.Equal(isContent, facts.Generated.HasFlag(GeneratedKind.Content));
        if (isContent)
            Assert.NotEqual("", text.Text(facts.Index));
        if (Member(delta, "reasoning_content", JsonValueKind.String) is { } reasoning && RawLength(reasoning) > 0)
            Assert.True(facts.Generated.HasFlag(GeneratedKind.Reasoning));
        if (Member(delta, "tool_calls", JsonValueKind.Array) is { } calls && calls.EnumerateArray().Any(c => c.ValueKind == JsonValueKind.Object))
            Assert.True(facts.Generated.HasFlag(GeneratedKind.ToolCall));
    }

    // Not GetString: it throws on lone surrogates and broken UTF-8.
    private static int RawLength(JsonElement text) => JsonMarshal.GetRawUtf8Value(text).Length - 2;

    private static JsonElement? Member(JsonElement element, string name, JsonValueKind kind)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
