using System.Text;
using System.Text.Json.Nodes;
using VllmStream.Profiling.Tokens;

namespace VllmStream.Tests.Profiler.Tokens;

/// <summary>A byte-level vocabulary of 256 bytes and a few words, in every format, in a folder of its own.</summary>
internal sealed class TinyVocabulary : IDisposable
{
    /// <summary>"hello" and " world" are one token each; so are 😀 and, by a merge of two, 😀😀.</summary>
    public static readonly string[] Merges =
    [
        "h e", "l l", "he ll", "hell o", "Ġ w", "o r", "Ġw or", "l d", "Ġwor ld",
        .. Pairs("😀"),
        $"{Letters("😀")} {Letters("😀")}",
    ];

    public TinyVocabulary() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "vllmstream-tokens-" + Guid.NewGuid().ToString("N"));

    public static Dictionary<string, int> Tokens(params IEnumerable<string> more)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in Enumerable.Range(0, 256).Select(value => ByteLevelAlphabet.Of((byte)value).ToString())
            .Concat(Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal))).Concat(more))
            tokens.TryAdd(token, tokens.Count);
        return tokens;
    }

    /// <summary>A tokenizer.json that can be read; change it as a test needs.</summary>
    public static JsonObject Document(string expression = @"\p{L}+| \p{L}+|[^\p{L}]", params string[] more) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 9000, ["content"] = "<think>", ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = false }),
        ["normalizer"] = new JsonObject { ["type"] = "NFC" },
        ["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = "Isolated", ["invert"] = false },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
        },
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["ignore_merges"] = false,
            ["byte_fallback"] = false,
            ["vocab"] = new JsonObject(Tokens(more).Select(token => KeyValuePair.Create(token.Key, (JsonNode?)token.Value))),
            ["merges"] = new JsonArray([.. Merges.Select(merge => (JsonNode)merge)]),
        },
    };

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string WriteVocabJson() =>
        Write("vocab.json", new JsonObject(Tokens().Select(token => KeyValuePair.Create(token.Key, (JsonNode?)token.Value))).ToJsonString());

    public string WriteMerges() => Write("merges.txt", "#version: 0.2\n" + string.Join('\n', Merges) + "\n");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> Pairs(string text)
    {
        var letters = Letters(text);
        for (var length = 1; length < letters.Length; length++)
            yield return $"{letters[..length]} {letters[length]}";
    }

    private static string Letters(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(ByteLevelAlphabet.Of));
}
