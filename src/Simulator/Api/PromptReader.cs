using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Finds the prompts of a request: chat messages, or the four shapes of the completions prompt.</summary>
internal static class PromptReader
{
    public static IReadOnlyList<Prompt> Read(ApiKind api, BodyFields fields)
    {
        var salt = fields.Text("cache_salt");
        if (api == ApiKind.Completions) return ReadPrompt(fields, salt);
        var blocks = Prompt.BeginMessages(salt);
        return api switch
        {
            ApiKind.Responses => ReadInput(fields, blocks),
            // What stands beside the messages in Anthropic's shape: a text, or a list of blocks.
            ApiKind.Messages => ReadMessages("messages", fields, fields.Find("system") is { } system ? ContentTokens(system, blocks) : 0, blocks),
            _ => ReadMessages("messages", fields, tokens: 0, blocks),
        };
    }

    // A text, or a list of messages.
    private static List<Prompt> ReadInput(BodyFields fields, PromptBlocks blocks)
    {
        var tokens = fields.Text("instructions") is { } instructions ? TextTokens(instructions, blocks) : 0;
        if (fields.Find("input") is { ValueKind: JsonValueKind.String } input)
            return [Prompt.FromMessages(tokens + TextTokens(input.GetString()!, blocks), blocks)];
        return ReadMessages("input", fields, tokens, blocks);
    }

    private static List<Prompt> ReadMessages(string member, BodyFields fields, int tokens, PromptBlocks blocks)
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
                tokens += ContentTokens(content, blocks);
                last = content;
            }

            index++;
        }

        return [Prompt.FromMessages(tokens, blocks, last is { ValueKind: JsonValueKind.String } text && fields.Bool("echo") ? text.GetString() : null)];
    }

    // Content is a text or a list of parts, of which only texts have a known length.
    private static int ContentTokens(JsonElement content, PromptBlocks blocks)
    {
        if (content.ValueKind == JsonValueKind.String) return TextTokens(content.GetString()!, blocks);
        if (content.ValueKind != JsonValueKind.Array) return 0;
        var length = 0;
        foreach (var part in content.EnumerateArray())
        {
            var text = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var member) ? member : part;
            if (text.ValueKind != JsonValueKind.String) continue;
            var characters = text.GetString()!;
            blocks.AddText(characters);
            length += characters.Length;
        }

        blocks.EndText();
        return Prompt.EstimateTokens(length);
    }

    private static int TextTokens(string text, PromptBlocks blocks)
    {
        blocks.AddText(text);
        blocks.EndText();
        return Prompt.EstimateTokens(text.Length);
    }

    private static List<Prompt> ReadPrompt(BodyFields fields, string? salt)
    {
        if (fields.Find("prompt") is not { } prompt)
        {
            fields.FailMissing("prompt");
            return [];
        }

        if (ReadTexts(prompt, salt) is { } prompts) return prompts;
        fields.FailMistyped("prompt", "Input should be a string, a list of strings, a list of token ids or a list of lists of token ids");
        return [];
    }

    /// <summary>One text, several, or their token ids; null where it is something else.</summary>
    public static List<Prompt>? ReadTexts(JsonElement value, string? salt = null)
    {
        if (TryReadOne(value, salt, out var single)) return [single];
        if (value.ValueKind != JsonValueKind.Array) return null;
        var all = new List<Prompt>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (TryReadOne(item, salt, out var one)) all.Add(one);
        }

        return all.Count > 0 && all.Count == value.GetArrayLength() ? all : null;
    }

    private static bool TryReadOne(JsonElement value, string? salt, out Prompt prompt)
    {
        prompt = null!;
        if (value.ValueKind == JsonValueKind.String)
        {
            prompt = Prompt.FromText(value.GetString()!, salt);
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0) return false;
        var ids = new int[value.GetArrayLength()];
        var i = 0;
        foreach (var id in value.EnumerateArray())
        {
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out ids[i++])) return false;
        }

        prompt = Prompt.FromIds(ids, salt);
        return true;
    }
}
