using System.Text.Json;

namespace VllmStream.Profiling.Tokens;

/// <summary>vocab.json with merges.txt beside it, as GPT-2 brought them. How text is cut stands in tokenizer_config.json, if anywhere.</summary>
internal static class MergesFile
{
    /// <summary>Reads both.</summary>
    /// <exception cref="Options.OptionException">There are no merges, or nobody knows how text is cut.</exception>
    public static ByteLevelVocabulary Read(string path, JsonElement vocabulary)
    {
        var merges = Path.Combine(Path.GetDirectoryName(path) ?? "", "merges.txt");
        if (!File.Exists(merges))
            throw TokenizerFiles.Wrong(path, "is a vocabulary without merges.txt beside it, or no vocabulary");
        return new ByteLevelVocabulary
        {
            Tokens = JsonVocabulary.ReadTokens(vocabulary),
            // The first line may be "#version: 0.2"; a pair has a blank within.
            Merges = [.. File.ReadLines(merges).Where(line => line.Contains(' ') && !line.StartsWith("#version", StringComparison.Ordinal))],
            Splits = [SplitRule.Of(ExpressionOf(path))],
        };
    }

    private static string ExpressionOf(string path)
    {
        var config = Path.Combine(Path.GetDirectoryName(path) ?? "", "tokenizer_config.json");
        if (!File.Exists(config))
            return SplitExpressions.Gpt2;
        using var document = JsonDocument.Parse(File.ReadAllBytes(config));
        var name = document.RootElement.TryGetProperty("tokenizer_class", out var member) ? member.GetString() : null;
        return name switch
        {
            null or "GPT2Tokenizer" or "GPT2TokenizerFast" => SplitExpressions.Gpt2,
            "Qwen2Tokenizer" or "Qwen2TokenizerFast" => SplitExpressions.Qwen,
            _ => throw TokenizerFiles.Wrong(path, $"is of {name}, and how that cuts text is not known; give its tokenizer.json"),
        };
    }
}
