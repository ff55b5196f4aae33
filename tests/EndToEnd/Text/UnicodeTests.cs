using System.Text;
using System.Text.Json;
using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Text;

public sealed class UnicodeTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "TX01")]
    public async Task Character_cut_by_reads_stays_whole()
    {
        var content = C("你好");
        var cut = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes("好")) + 1;
        using var played = await simulator.OnceAsync($"play(R {Literal(content[..cut])}@150 {Literal(content[cut..])}@250 tail(2)@300)", "--record", "raw");
        var request = played.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 1);
        Assert.Equal(5, request.Events);
        Expect.NotWarned("invalid_utf8", request);
        Expect.Ttft(played, step: 2);
        Assert.Contains(Strings(request.Line), s => s.Contains("你好", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("case", "TX01")]
    public async Task Characters_of_every_length_cut_at_every_byte_stay_whole()
    {
        var content = C("é你🙂");
        var first = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes("é"));
        using var played = await simulator.AllAsync(
            [.. Enumerable.Range(first + 1, 9).Select(cut => $"play(R {Literal(content[..cut])} {Literal(content[cut..])}@20 tail(3))")], "--record", "raw");
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 3, tokenEvents: 1);
            Expect.NotWarned("invalid_utf8", request);
            Assert.Contains(Strings(request.Line), s => s.Contains("é你🙂", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("case", "TX01")]
    public async Task Bytes_that_are_no_text_keep_the_outcome_and_are_warned_of()
    {
        var content = C("ab!");
        content[content.AsSpan().IndexOf("!"u8)] = 0xFF;
        using var played = await simulator.OnceAsync($"play(R {Literal(content)} C(c) tail(2))");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Warned("invalid_utf8", played.Request);
    }

    public static TheoryData<string> Separators { get; } = ["\u2028", "\u2029", "\u0085"];

    [Theory]
    [Trait("case", "TX03")]
    [MemberData(nameof(Separators))]
    public async Task Separators_of_unicode_end_no_line(string separator)
    {
        var row = await simulator.RowAsync(Separators, value => $"play(R {Literal(C($"Hello{value}World"))} tail(1))", separator, "--record", "raw");
        Expect.Ok(row.Request, tokens: 1, tokenEvents: 1);
        Assert.Equal(5, row.Request.Events);
        Assert.Contains(Strings(row.Request.Line), s => s.Contains($"Hello{separator}World", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("case", "TX06")]
    public async Task Replacement_characters_and_empty_chunks_count_by_usage()
    {
        using var played = await simulator.OnceAsync("""play(R C("")@150 C("\ufffd")@300 C("")@400 C("\ud83d\ude42")@450 tail(3)@500)""");
        Expect.Ok(played.Request, tokens: 3, tokenEvents: 2);
        Expect.Ttft(played, step: 2);
        Expect.NotWarned("invalid_utf8", played.Request);
    }

    [Fact]
    [Trait("case", "TX06")]
    public async Task Escaped_text_is_a_token_like_raw_text()
    {
        var escaped = Delta("""{"content":"\ud83d\ude42"}""");
        var newline = Delta("""{"content":"\n"}""");
        var emptyEscaped = Delta("""{"content":""}""");
        using var played = await simulator.OnceAsync($"play(R {Literal(emptyEscaped, escaped, newline)} tail(2))");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };
}
