using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Finds the prompts of a request: chat messages, or the four shapes of the completions prompt.</summary>
internal static class PromptReader
{
    public static IReadOnlyList<Prompt> Read(ApiKind api, BodyFields fields) =>
        api == ApiKind.Chat ? ReadMessages(fields) : ReadPrompt(fields);

    private static List<Prompt> ReadMessages(BodyFields fields)
    {
        if (fields.Find("messages") is not { } messages)
        {
            fields.FailMissing("messages");
            return [];
        }

        if (messages.ValueKind != JsonValueKind.Array)
        {
            fields.FailMistyped("messages", "Input should be a valid list");
            return [];
        }

        var tokens = 0;
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out _))
            {
                fields.FailMissing("messages", index, "role");
                return [];
            }

            if (message.TryGetProperty("content", out var content)) tokens += Prompt.EstimateTokens(ContentLength(content));
            index++;
        }

        return [Prompt.FromMessages(tokens)];
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

        if (TryReadOne(prompt, out var single)) return [single];
        if (prompt.ValueKind == JsonValueKind.Array)
        {
            var all = new List<Prompt>(prompt.GetArrayLength());
            foreach (var item in prompt.EnumerateArray())
            {
                if (TryReadOne(item, out var one)) all.Add(one);
            }

            if (all.Count > 0 && all.Count == prompt.GetArrayLength()) return all;
        }

        fields.FailMistyped("prompt", "Input should be a string, a list of strings, a list of token ids or a list of lists of token ids");
        return [];
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
