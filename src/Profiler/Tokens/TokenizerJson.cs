using System.Text.Json;
using System.Text.RegularExpressions;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Tokens;

/// <summary>Reads tokenizer.json of a byte-level BPE model. Whatever it does not know for certain to count exactly, it refuses.</summary>
/// <param name="path">The file, for error lines.</param>
internal sealed class TokenizerJson(string path)
{
    /// <summary>Reads the document.</summary>
    /// <exception cref="OptionException">Something in it means more than can be followed.</exception>
    public ByteLevelVocabulary Read(JsonElement root, JsonElement model)
    {
        RequireModel(model);
        RequireNormalizer(Member(root, "normalizer"));
        return new ByteLevelVocabulary
        {
            Tokens = JsonVocabulary.ReadTokens(model.GetProperty("vocab")),
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(Merge)],
            Splits = ReadSplits(Member(root, "pre_tokenizer")),
            IgnoresMerges = IsTrue(model, "ignore_merges"),
            Added = ReadAdded(Member(root, "added_tokens")),
        };
    }

    private void RequireModel(JsonElement model)
    {
        var type = Member(model, "type")?.GetString();
        if (type is not (null or "BPE"))
            throw Unknown($"a {type} model");
        if (IsTrue(model, "byte_fallback"))
            throw TokenizerFiles.Wrong(path, "is of a SentencePiece vocabulary; give the tokenizer.model beside it");
        foreach (var affix in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (Member(model, affix)?.GetString() is { Length: > 0 })
                throw Unknown(affix);
        }
        if (Member(model, "dropout")?.GetDouble() is > 0)
            throw Unknown("dropout");
    }

    // careful: NFC is not applied, because a program without the system's tables cannot. Models that were taught composed text write it.
    private void RequireNormalizer(JsonElement? normalizer)
    {
        if (normalizer is not { } given || TypeOf(given) == "NFC")
            return;
        if (TypeOf(given) != "Sequence")
            throw Unknown($"the normalizer {TypeOf(given)}");
        foreach (var part in given.GetProperty("normalizers").EnumerateArray())
            RequireNormalizer(part);
    }

    private List<SplitRule> ReadSplits(JsonElement? given)
    {
        var rules = new List<SplitRule>();
        var isByteLevel = false;
        foreach (var part in given is not { } all ? [] : TypeOf(all) == "Sequence" ? all.GetProperty("pretokenizers").EnumerateArray().ToArray() : [all])
        {
            // Behind it text is letters for bytes, which no expression here was written for.
            if (isByteLevel)
                throw Unknown($"{TypeOf(part)} behind ByteLevel");
            isByteLevel = TypeOf(part) == "ByteLevel";
            if (RuleOf(part) is { } rule)
                rules.Add(rule);
        }
        return isByteLevel ? rules : throw Unknown("pieces that are not byte-level");
    }

    private SplitRule? RuleOf(JsonElement part)
    {
        switch (TypeOf(part))
        {
            case "ByteLevel":
                if (IsTrue(part, "add_prefix_space"))
                    throw Unknown("add_prefix_space");
                return Member(part, "use_regex")?.GetBoolean() == false ? null : SplitRule.Of(SplitExpressions.Gpt2);
            case "Digits":
                return SplitRule.Of(IsTrue(part, "individual_digits") ? @"\p{N}" : @"\p{N}+");
            case "Split":
                var pattern = part.GetProperty("pattern");
                var expression = Member(pattern, "Regex")?.GetString() ?? Regex.Escape(pattern.GetProperty("String").GetString()!);
                if (SplitDialect.DifferenceIn(expression) is { } difference)
                    throw Unknown($"an expression with {difference}");
                return (Member(part, "behavior")?.GetString(), IsTrue(part, "invert")) switch
                {
                    ("Isolated", _) => Rule(expression, keepsGaps: true),
                    ("Removed", true) => Rule(expression, keepsGaps: false),
                    var (behavior, _) => throw Unknown($"the split behaviour {behavior}"),
                };
            default:
                throw Unknown($"the pre-tokenizer {TypeOf(part)}");
        }
    }

    private SplitRule Rule(string expression, bool keepsGaps)
    {
        try
        {
            return SplitRule.Of(expression, keepsGaps);
        }
        catch (ArgumentException e)
        {
            throw Unknown($"an expression that .NET does not know: {e.Message}");
        }
    }

    // The longest of those that begin first is taken, which an alternation does when the longer ones stand in front, whatever they strip.
    private SplitRule? ReadAdded(JsonElement? given)
    {
        var tokens = new List<(int Length, string Expression)>();
        foreach (var token in given is { } all ? all.EnumerateArray().ToArray() : [])
        {
            if (IsTrue(token, "single_word"))
                throw Unknown("an added token of single_word");
            if (token.GetProperty("content").GetString() is not { Length: > 0 } content)
                throw Unknown("an added token without content");
            tokens.Add((content.Length, $"{(IsTrue(token, "lstrip") ? @"\s*" : "")}{Regex.Escape(content)}{(IsTrue(token, "rstrip") ? @"\s*" : "")}"));
        }
        return tokens.Count == 0 ? null : SplitRule.Of(string.Join('|', tokens.OrderByDescending(token => token.Length).Select(token => token.Expression)));
    }

    // Older files have "a b", newer ones ["a", "b"].
    private static string Merge(JsonElement merge)
    {
        var parts = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [.. merge.EnumerateArray().Select(part => part.GetString() ?? "")];
        return parts.Length == 2 && parts.All(part => part.Length > 0)
            ? string.Join(' ', parts)
            : throw new FormatException($"the merge {merge.GetRawText()} is not of two tokens");
    }

    private OptionException Unknown(string what) => TokenizerFiles.Wrong(path, $"has {what}, which cannot be followed exactly");

    private static string? TypeOf(JsonElement part) => Member(part, "type")?.GetString();

    private static bool IsTrue(JsonElement part, string name) => Member(part, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Member(JsonElement from, string name) =>
        from.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
