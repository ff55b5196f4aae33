using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Tokens;

/// <summary>What a byte-level BPE tokenizer is made of.</summary>
internal sealed record ByteLevelVocabulary
{
    /// <summary>Tokens in letters of <see cref="ByteLevelAlphabet"/>, and their ids.</summary>
    public required IReadOnlyDictionary<string, int> Tokens { get; init; }

    /// <summary>Pairs with a blank between them, in the order in which they are merged.</summary>
    public required IReadOnlyList<string> Merges { get; init; }

    /// <summary>How text is cut.</summary>
    public required IReadOnlyList<SplitRule> Splits { get; init; }

    /// <summary>True when a piece that is a token as a whole is not put together by merges.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Finds tokens that are looked for before the text is cut; null without any.</summary>
    public SplitRule? Added { get; init; }

    /// <summary>Makes sure that every text can be counted.</summary>
    /// <exception cref="OptionException">A byte has no token: then it is no byte-level vocabulary.</exception>
    public void Require(string path) => RequireBytes(Tokens, path);

    /// <summary>Makes sure that a vocabulary has every byte.</summary>
    /// <exception cref="OptionException">A byte has no token.</exception>
    public static void RequireBytes(IReadOnlyDictionary<string, int> tokens, string path)
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            if (!tokens.ContainsKey(ByteLevelAlphabet.Of((byte)value).ToString()))
                throw TokenizerFiles.Wrong(path, $"has no token for byte 0x{value:X2}, so it is no byte-level vocabulary");
        }
    }
}
