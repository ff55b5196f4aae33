using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Finds the prompts of a request: chat messages, or the four shapes of the completions prompt.</summary>
internal static class PromptReader
{
    public static IReadOnlyList<Prompt> Read(ApiKind api, BodyFields fields) => api switch
    {
        ApiKind.Completions => ReadPrompt(fields),
        ApiKind.Responses => ReadInput(fields),
        // What stands beside the messages in Anthropic's shape: a text, or a list of blocks.
        ApiKind.Messages => ReadMessages("messages", fields, fields.Find("system") is { } system ? Prompt.EstimateTokens(ContentLength(system)) : 0),
        _ => ReadMessages("messages", fields, tokens: 0),
    };

    // A text, or a list of messages.
    private static List<Prompt> ReadInput(BodyFields fields)
    {
        var tokens = Prompt.EstimateTokens(fields.Text("instructions")?.Length ?? 0);
        if (fields.Find("input") is { ValueKind: JsonValueKind.String } input)
            return [Prompt.FromMessages(tokens + Prompt.EstimateTokens(input.GetString()!.Length))];
        return ReadMessages("input", fields, tokens);
    }

    private static List<Prompt> ReadMessages(string member, BodyFields fields, int tokens)
    {
        if (fields.Find(member) is not { } messages)
        {
            fields.FailMissing(member);
            return [];
        }

        if (messages.ValueKind != JsonValueKind.Array)
        {
            fields.FailMistyped(member, "Input should be a valid list");
            return [];
        }

        var index = 0;
        JsonElement? last = null;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out _))
            {
                fields.FailMissing(member, index, "role");
                return [];
            }

            if (message.TryGetProperty("content", out var content))
            {
                tokens += Prompt.EstimateTokens(ContentLength(content));
                last = content;
            }

            index++;
        }

        return [Prompt.FromMessages(tokens, last is { ValueKind: JsonValueKind.String } text && fields.Bool("echo") ? text.GetString() : null)];
    }

    // Content is a text or a list of parts, of which only texts have a known length.
    private static int ContentLength(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!.Length;
        if (content.ValueKind != JsonValueKind.Array) return 0;
        var length = 0;
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String) length += part.GetString()!.Length;
            else if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String) length += text.GetString()!.Length;
        }

        return length;
    }

    private static List<Prompt> ReadPrompt(BodyFields fields)
    {
        if (fields.Find("prompt") is not { } prompt)
        {
            fields.FailMissing("prompt");
            return [];
        }

        if (ReadTexts(prompt) is { } prompts) return prompts;
        fields.FailMistyped("prompt", "Input should be a string, a list of strings, a list of token ids or a list of lists of token ids");
        return [];
    }

    /// <summary>One text, several, or their token ids; null where it is something else.</summary>
    public static List<Prompt>? ReadTexts(JsonElement value)
    {
        if (TryReadOne(value, out var single)) return [single];
        if (value.ValueKind != JsonValueKind.Array) return null;
        var all = new List<Prompt>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (TryReadOne(item, out var one)) all.Add(one);
        }

        return all.Count > 0 && all.Count == value.GetArrayLength() ? all : null;
    }

    private static bool TryReadOne(JsonElement value, out Prompt prompt)
    {
        prompt = null!;
        if (value.ValueKind == JsonValueKind.String)
        {
            prompt = Prompt.FromText(value.GetString()!);
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0) return false;
        var ids = new int[value.GetArrayLength()];
        var i = 0;
        foreach (var id in value.EnumerateArray())
        {
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out ids[i++])) return false;
        }

        prompt = Prompt.FromIds(ids);
        return true;
    }
}
