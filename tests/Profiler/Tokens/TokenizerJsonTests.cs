using System.Text.Json.Nodes;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Tokens;

namespace VllmStream.Tests.Profiler.Tokens;

public sealed class TokenizerJsonTests : IDisposable
{
    private readonly TinyVocabulary _tiny = new();

    /// <summary>A change to a file that can be read, and a piece of the line that refuses it.</summary>
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "unigram", "a Unigram model" },
        { "fallback", "give the tokenizer.model beside it" },
        { "prefix", "continuing_subword_prefix" },
        { "dropout", "dropout" },
        { "lowercase", "the normalizer Lowercase" },
        { "metaspace", "the pre-tokenizer Metaspace" },
        { "no splits", "pieces that are not byte-level" },
        { "behind", "Digits behind ByteLevel" },
        { "merged", "the split behaviour MergedWithPrevious" },
        { "space", "add_prefix_space" },
        { "expression", "an expression that .NET does not know" },
        { "plane", "beyond the basic plane" },
        { "anchor", "an anchor" },
        { "nested", "a class within a class" },
        { "both", "an intersection of classes" },
        { "single word", "single_word" },
        { "byte", "has no token for byte 0x41" },
        { "no merges", "is JSON, but no vocabulary" },
        { "wrong merge", "is JSON, but no vocabulary" },
        { "merge of one", "the merge [\"h\"] is not of two tokens" },
        { "merge of three", "the merge [\"h\",\"e\",\"l\"] is not of two tokens" },
        { "merge of one word", "the merge \"he\" is not of two tokens" },
        { "empty added", "an added token without content" },
    };

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("hello world", 2)]
    [InlineData("hello  world", 3)]
    [InlineData("hellhello", 2)]
    [InlineData("hello\nworld", 5)]
    [InlineData("é", 2)]
    [InlineData("<think>hello<think>", 3)]
    [InlineData("<thin>hello", 7)]
    public void Known_text_has_its_tokens(string text, int tokens) => Assert.Equal(tokens, Count(TinyVocabulary.Document(), text));

    [Fact]
    public void Character_beyond_the_basic_plane_is_cut_as_one()
    {
        // As one piece the two would be one token; each is a symbol, and a piece of its own.
        Assert.Equal(2, Count(TinyVocabulary.Document(@"\p{S}"), "😀😀"));
        Assert.Equal(1, Count(TinyVocabulary.Document(@"\p{S}+"), "😀😀"));
        Assert.Equal(3, Count(TinyVocabulary.Document(@"[^\p{S}]?\p{L}+"), "😀hello😀"));
        Assert.Equal(2, Count(TinyVocabulary.Document(@"[^\r\n\p{L}\p{N}]?\p{L}+"), "😀 world"));
    }

    [Fact]
    public void Half_a_character_is_the_replacement_character() => Assert.Equal(3 + 1, Count(TinyVocabulary.Document(), "\uD83Dhello"));

    [Fact]
    public void Whole_piece_is_one_token_where_merges_are_ignored()
    {
        var document = TinyVocabulary.Document(@"\p{L}+", "abc");
        Assert.Equal(3, Count(document, "abc"));
        document["model"]!["ignore_merges"] = true;
        Assert.Equal(1, Count(document, "abc"));
        Assert.Equal(4, Count(document, "abca"));
    }

    [Fact]
    public void Merges_may_be_pairs_and_splits_may_drop_what_lies_between()
    {
        var document = TinyVocabulary.Document(@"\p{L}+");
        document["model"]!["merges"] = new JsonArray([.. TinyVocabulary.Merges.Select(merge => (JsonNode)new JsonArray([.. merge.Split(' ').Select(part => (JsonNode)part)]))]);
        Assert.Equal(4, Count(document, "hello, hello"));
        var split = document["pre_tokenizer"]!["pretokenizers"]![0]!;
        (split["behavior"], split["invert"]) = ("Removed", true);
        Assert.Equal(2, Count(document, "hello, hello"));
    }

    [Fact]
    public void Rules_cut_one_within_the_other_and_see_no_further()
    {
        var document = TinyVocabulary.Document(@"\p{N}{1,3}");
        document["pre_tokenizer"]!["pretokenizers"]!.AsArray().Insert(1, new JsonObject { ["type"] = "Digits", ["individual_digits"] = true });
        Assert.Equal(4 + 1, Count(document, "1234hello"));
    }

    [Fact]
    public void Added_token_takes_blanks_where_it_says_so()
    {
        var document = TinyVocabulary.Document();
        document["added_tokens"]![0]!["rstrip"] = true;
        Assert.Equal(2, Count(document, "<think>  \nhello"));
    }

    [Fact]
    public void Longest_added_token_is_taken_whatever_a_shorter_one_strips()
    {
        var document = TinyVocabulary.Document();
        document["added_tokens"] = new JsonArray(
            new JsonObject { ["id"] = 9000, ["content"] = "<a>", ["rstrip"] = true, ["lstrip"] = true },
            new JsonObject { ["id"] = 9001, ["content"] = "<a>hello" });
        Assert.Equal(1, Count(document, "<a>hello"));
        Assert.Equal(2, Count(document, "<a> hello"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void File_that_cannot_be_followed_exactly_is_refused_in_one_line(string change, string piece)
    {
        var path = _tiny.Write("tokenizer.json", Changed(change).ToJsonString());
        var error = Assert.Throws<OptionException>(() => TokenizerFiles.Load(path));
        Assert.StartsWith($"--tokenizer {path} ", error.Message, StringComparison.Ordinal);
        Assert.Contains(piece, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(SplitExpressions.Gpt2)]
    [InlineData(SplitExpressions.Qwen)]
    [InlineData("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}]?[\\p{L}\\p{M}]+|[]a]")]
    public void Expression_that_means_the_same_is_taken(string expression) => Assert.Null(SplitDialect.DifferenceIn(expression));

    private static JsonObject Changed(string change)
    {
        var document = TinyVocabulary.Document(change switch { "expression" => @"\p{Han}++(", "plane" => "[😀]", "anchor" => @"\s+$|\p{L}+", "nested" => "[[:alpha:]]+", "both" => @"[\p{L}&&[^a]]+", _ => @"\p{L}+" });
        var model = document["model"]!;
        var rules = document["pre_tokenizer"]!["pretokenizers"]!.AsArray();
        switch (change)
        {
            case "unigram": model["type"] = "Unigram"; break;
            case "fallback": model["byte_fallback"] = true; break;
            case "prefix": model["continuing_subword_prefix"] = "##"; break;
            case "dropout": model["dropout"] = 0.1; break;
            case "lowercase": document["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = new JsonArray(new JsonObject { ["type"] = "Lowercase" }) }; break;
            case "metaspace": rules.Insert(0, new JsonObject { ["type"] = "Metaspace" }); break;
            case "no splits": document["pre_tokenizer"] = null; break;
            case "behind": rules.Add(new JsonObject { ["type"] = "Digits" }); break;
            case "merged": rules[0]!["behavior"] = "MergedWithPrevious"; break;
            case "space": rules[1]!["add_prefix_space"] = true; break;
            case "single word": document["added_tokens"]![0]!["single_word"] = true; break;
            case "byte": model["vocab"]!.AsObject().Remove("A"); break;
            case "no merges": model.AsObject().Remove("merges"); break;
            case "merge of one": model["merges"]!.AsArray().Add(new JsonArray("h")); break;
            case "merge of three": model["merges"]!.AsArray().Add(new JsonArray("h", "e", "l")); break;
            case "merge of one word": model["merges"]!.AsArray().Add("he"); break;
            case "empty added": document["added_tokens"]![0]!["content"] = ""; break;
            case "wrong merge": model["merges"]!.AsArray().Add("q q"); break;
        }
        return document;
    }

    private int Count(JsonObject document, string text)
    {
        using var counter = TokenizerFiles.Load(_tiny.Write("tokenizer.json", document.ToJsonString()));
        return counter.Tokens(text);
    }
}
