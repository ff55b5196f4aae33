using System.Text.Json;

namespace VllmStream.Profiling.Tokens;

/// <summary>A vocabulary in JSON: Hugging Face's tokenizer.json, or vocab.json with merges.txt beside it.</summary>
internal static class JsonVocabulary
{
    /// <summary>Loads one.</summary>
    /// <exception cref="Options.OptionException">It is none, or of a kind that would be counted wrongly.</exception>
    public static ITokenCounter Load(string path, byte[] content)
    {
        try
        {
            // A file in UTF-8 may begin with its mark.
            using var document = JsonDocument.Parse(content.AsMemory(content is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            var root = document.RootElement;
            var vocabulary = root.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.Object
                ? new TokenizerJson(path).Read(root, model)
                : MergesFile.Read(path, root);
            vocabulary.Require(path);
            return new ByteLevelCounter(vocabulary, TokenizerFiles.Describe(path, "byte-level BPE", vocabulary.Tokens.Count));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw TokenizerFiles.Wrong(path, $"is JSON, but no vocabulary that can be read: {e.Message}");
        }
    }

    /// <summary>Tokens and their ids.</summary>
    public static Dictionary<string, int> ReadTokens(JsonElement vocabulary)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in vocabulary.EnumerateObject())
            tokens[token.Name] = token.Value.GetInt32();
        return tokens;
    }
}
