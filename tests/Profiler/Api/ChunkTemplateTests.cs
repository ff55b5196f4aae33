using System.Text;
using CsCheck;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Tests.Profiler.Recording;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>The shortcut may only say what the full walk says; here each holds the other to it, field by field.</summary>
public sealed class ChunkTemplateTests
{
    private const string Head = """{"id":"c-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":""";
    private const string Tail = "},\"logprobs\":null,\"finish_reason\":null}]}";

    private static readonly byte[][][] Streams = [.. StreamVector.All.Values.Where(v => v.Body.Length < 40_000).Select(DataOf).Where(data => data.Length > 1)];

    // What a text must not be taken for: ends, escapes, control characters, other encodings, a second member.
    private static readonly byte[][] Hostile =
    [
        .. new[]
        {
            "", " a", "\\", "\\\"", "\\\\", "\\n", "\\u00e9", "\\uD800", "\\uD83D\\uDE00", "\\u12", "\\x", "\"", "\",\"content\":\"b", "\"}", "\t", "\0", "é", "日本", "}]}",
            "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]}", "\",\"reasoning\":\"x", "0", "01", "-1", "1e3", "7.0", "999999999999999999", "9999999999999999999", "null", "NaN", "[1]", "\\\\\\",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3], [0xED, 0xA0, 0x80], [0xFF], [0xC3, 0x28],
    ];

    public static TheoryData<string, string> Repeating { get; } = new()
    {
        { "chat", Head + "\"%T\"" + Tail },
        { "completions", """{"id":"x","choices":[{"index":0,"text":"%T","finish_reason":null}]}""" },
        { "reasoning", """{"choices":[{"index":0,"delta":{"reasoning_content":"%T"}}]}""" },
        { "reasoning_details", """{"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","text":"%T"}]}}]}""" },
        { "usage behind", Head + "\"%T\"" + "}}],\"usage\":{\"prompt_tokens\":12,\"total_tokens\":%N,\"completion_tokens\":%N}}" },
        { "usage in front", """{"usage":{"prompt_tokens":%N,"completion_tokens":%N,"total_tokens":%N},"choices":[{"delta":{"content":"%T"}}]}""" },
    };

    public static TheoryData<string> Doubtful { get; } =
    [
        // Not what was learnt in its fixed part.
        Head + "\"b\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]}",
        Head.Replace("c-1", "c-2", StringComparison.Ordinal) + "\"b\"" + Tail,
        // No token, no string, no JSON, no UTF-8.
        Head + "\"\"" + Tail,
        Head + "null" + Tail,
        Head + "\"b" + Tail,
        Head + "\"b\\\"" + Tail,
        Head + "\"\\q\"" + Tail,
        Head + "\"\\u12g4\"" + Tail,
        Head + "\"\t\"" + Tail,
        Head + "\"b\"" + Tail + " ",
        // A second member of the same name.
        Head + "\"b\",\"content\":\"c\"" + Tail,
    ];

    [Theory]
    [MemberData(nameof(Repeating))]
    public void Text_of_a_stream_is_the_same_by_template_and_by_walk(string name, string shape)
    {
        string[] pieces = [" a", "b", " a longer one", "\\n", "", "\\\"\\u00e9\\\\", "日本", "\\uD83D", "\\uDE00", "x"];
        var (byTemplate, byWalk) = (new TextCollector(), new TextCollector());
        var facts = default(ChunkFacts);
        foreach (var piece in pieces)
        {
            Read(ref facts, byTemplate, piece);
            var fresh = default(ChunkFacts);
            Read(ref fresh, byWalk, piece);
            fresh.BeginStream();
        }
        Assert.True(facts.Template.IsText, name);
        facts.BeginStream();
        Assert.Equal(" ab a longer one\n\"é\\日本😀x", byWalk.Text(0) + byWalk.Reasoning(0));
        Assert.Equal((byWalk.Text(0), byWalk.Reasoning(0)), (byTemplate.Text(0), byTemplate.Reasoning(0)));

        void Read(ref ChunkFacts into, TextCollector text, string piece) => new ChatEndpoint().ReadEvent(default, Chunk(shape, piece, 1), ref into, text);
    }

    [Theory]
    [MemberData(nameof(Repeating))]
    public void Template_takes_the_chunks_of_a_stream(string name, string shape)
    {
        var facts = default(ChunkFacts);
        Both(ref facts, Chunk(shape, " a", 1));
        foreach (var (text, count) in new[] { ("b", 2), (" a longer one", 10), ("\\n", 11), ("\\\"\\u00e9\\\\", 99), ("日本", 100), ("x", 0) })
        {
            var data = Chunk(shape, text, count);
            var shortcut = default(ChunkFacts);
            Assert.True(facts.Template.TryRead(data, ref shortcut), $"{name}: {Encoding.UTF8.GetString(data)}");
            Both(ref facts, data);
        }
        facts.BeginStream();
    }

    [Theory]
    [MemberData(nameof(Doubtful))]
    public void Template_leaves_what_is_doubtful_to_the_walk(string chunk)
    {
        var facts = default(ChunkFacts);
        Both(ref facts, Encoding.UTF8.GetBytes(Head + "\"a\"" + Tail));
        var shortcut = default(ChunkFacts);
        Assert.False(facts.Template.TryRead(Encoding.UTF8.GetBytes(chunk), ref shortcut));
        Both(ref facts, Encoding.UTF8.GetBytes(chunk));
        facts.BeginStream();
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"%T","reasoning":"why"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":[{"type":"text","text":"%T"},{"type":"text","text":"b"}]}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":"%T"}}],"usage":{"completion_tokens" : 5},"x":{"completion_tokens":5}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"%T"}}],"usage":{"completion\u005ftokens":5},"x":{"completion_tokens":5}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"%T"}}],"usage":{"x_completion_tokens":5,"completion_tokens":5}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"%T"}},{"index":1,"delta":{"content":"b"}}]}""")]
    public void Template_learns_nothing_from_a_chunk_whose_facts_it_could_get_wrong(string shape)
    {
        var facts = default(ChunkFacts);
        Both(ref facts, Chunk(shape, "a", 5));
        var shortcut = default(ChunkFacts);
        Assert.False(facts.Template.TryRead(Chunk(shape, "longer", 5), ref shortcut));
    }

    [Theory]
    [InlineData(
        """{"choices":[{"text":"stop","message":{}, "finish_reason":"stop"}]}""",
        """{"choices":[{"text":"stop","message":{}, "finish_reason":"length"}]}""")]
    [InlineData(
        """{"choices":[{"delta":{"content":"a","reasoning_details":[{"type":"reasoning.encrypted","data":""}]}}]}""",
        """{"choices":[{"delta":{"content":"longer","reasoning_details":[{"type":"reasoning.encrypted","data":""}]}}]}""")]
    [InlineData(
        """{"usage":{"completion_tokens":9},"choices":[{"message":{"content":"a"}}]}""",
        """{"usage":{"completion_tokens":10},"choices":[{"message":{"content":"b"}}]}""")]
    public void Template_agrees_with_the_walk_where_the_text_stands_in_odd_places(string first, string second) =>
        Run([Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)]);

    [Fact]
    public void Template_is_not_asked_when_text_is_collected_or_an_event_is_an_error()
    {
        var facts = default(ChunkFacts);
        var chunk = Encoding.UTF8.GetBytes(Head + "\"a\"" + Tail);
        Both(ref facts, chunk);
        var text = new TextCollector();
        Events.Chat.ReadEvent(default, chunk, ref facts, text);
        Assert.Equal("a", text.Text(0));
        Events.Chat.ReadEvent("error"u8, chunk, ref facts, text: null);
        Assert.Equal(ChunkKind.Error, facts.Kind);
        facts.BeginStream();
    }

    [Fact]
    public void Template_agrees_with_the_walk_on_every_stream_of_the_vectors()
    {
        foreach (var stream in Streams)
            Run(stream);
    }

    [Fact]
    public void Template_agrees_with_the_walk_on_mutated_streams()
        => Gen.Select(
            Gen.Int[0, Streams.Length - 1], Gen.Int[0, Streams.Length - 1],
            Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 3_000], Gen.Int[0, 6], Gen.Int[0, Hostile.Length - 1]).Array[1, 8]).Sample(
            (first, second, edits) =>
            {
                var stream = Streams[first].Take(40).Select(data => data.ToArray()).ToList();
                foreach (var (chunk, at, how, hostile) in edits)
                    Edit(stream, Streams[second], chunk, at, how, Hostile[hostile]);
                Run(stream);
            },
            iter: 20_000);

    [Fact]
    public void Template_agrees_with_the_walk_on_made_up_streams()
        => Gen.Select(
            Gen.Int[0, 5],
            Gen.Select(Gen.Int[0, Hostile.Length - 1], Gen.Int[0, Hostile.Length - 1], Gen.Int[0, 120]).Array[2, 12]).Sample(
            (shape, tokens) =>
            {
                var shapes = Repeating.Select(row => row.Data.Item2).ToArray();
                Run(tokens.Select(token => Join(shapes[shape], Hostile[token.Item1], token.Item3 < 100 ? Encoding.ASCII.GetBytes($"{token.Item3}") : Hostile[token.Item2])));
            },
            iter: 20_000);

    /// <summary>Reads a stream by both and compares each event.</summary>
    internal static int Run(IEnumerable<byte[]> stream)
    {
        var facts = default(ChunkFacts);
        var hits = 0;
        foreach (var data in stream)
            hits += Both(ref facts, data) ? 1 : 0;
        facts.BeginStream();
        return hits;
    }

    internal static byte[][] DataOf(StreamVector vector) =>
        [.. Encoding.Latin1.GetString(vector.Body).Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => Encoding.Latin1.GetBytes(line[5..].Trim()))];

    // True when the template answered.
    private static bool Both(ref ChunkFacts facts, byte[] data)
    {
        var probe = default(ChunkFacts);
        var isHit = facts.Template.TryRead(data, ref probe);
        Events.Chat.ReadEvent(default, data, ref facts, text: null);
        FactsComparison.Equal(Events.Read(data), facts, data);
        return isHit;
    }

    private static void Edit(List<byte[]> stream, byte[][] other, int chunk, int at, int how, byte[] hostile)
    {
        var number = chunk % stream.Count;
        var data = stream[number];
        at = data.Length == 0 ? 0 : at % data.Length;
        stream[number] = how switch
        {
            0 => [.. data[..at], .. hostile, .. data[at..]],
            1 => [.. data[..at], .. data[Math.Min(data.Length, at + hostile.Length + 1)..]],
            2 => data[..at],
            3 => other[chunk % other.Length],
            4 => [.. data, .. data],
            5 => stream[(number + 1) % stream.Count],
            _ => data.Length == 0 ? data : [.. data[..at], (byte)(data[at] ^ (1 << (chunk % 8))), .. data[(at + 1)..]],
        };
    }

    private static byte[] Chunk(string shape, string text, int count) =>
        Encoding.UTF8.GetBytes(shape.Replace("%T", text, StringComparison.Ordinal).Replace("%N", $"{count}", StringComparison.Ordinal));

    private static byte[] Join(string shape, byte[] text, byte[] count) =>
        Encoding.Latin1.GetBytes(shape
            .Replace("%T", Encoding.Latin1.GetString(text), StringComparison.Ordinal)
            .Replace("%N", Encoding.Latin1.GetString(count), StringComparison.Ordinal));
}
