using System.Text;
using CsCheck;

namespace VllmStream.Tests.SseParser;

/// <summary>Random bodies, randomly cut: the reader agrees with the plain reference reader in all it gives.</summary>
public sealed class RandomBodyTests
{
    private static readonly Gen<string> LineEnd = Gen.OneOf("\n", "\r", "\r\n");

    private static readonly Gen<string> Line = Gen.Frequency(
        (6, Gen.Select(Gen.OneOf("data: ", "data:", "data"), Gen.String[Gen.Char["ab :\0"], 0, 12], (name, value) => name + value)),
        (6, Gen.Const("")),
        (3, Gen.Select(Gen.OneOf("event", "id", "retry", "error"), Gen.OneOf("", ":", ": ", ": 1", ":12", ": x\0"), (name, value) => name + value)),
        (2, Gen.String[Gen.Char["c "], 0, 20].Select(text => ":" + text)),
        (2, Gen.OneOf("dat", "dataa: b", "unknown", "errors: 1", "\uFEFFdata: a", " data: a", "é", "i", "e", "retr: 1")));

    private static readonly Gen<byte[]> Structured =
        Gen.Select(Line, LineEnd, (line, end) => line + end).Array[0, 14]
            .Select(Gen.OneOf("", "", "\uFEFF", "\uFEFF\uFEFF"), Gen.OneOf("", "", "data: tail", "dat", ": c", "x", "id: 5"),
                (lines, start, tail) => Encoding.UTF8.GetBytes(start + string.Concat(lines) + tail));

    // Every byte that means something, in any order; also broken byte order marks and broken UTF-8.
    private static readonly Gen<byte[]> Chaotic =
        Gen.OneOf("data", "\r", "\n", "\n\n", ":", " ", "event", "id", "retry", "error", "7", "\0", "d", "\u00EF", "\u00EF\u00BB", "\u00EF\u00BB\u00BF", "x")
            .Array[0, 40].Select(parts => Encoding.Latin1.GetBytes(string.Concat(parts)));

    private static readonly Gen<(byte[] Body, int[] Cuts, Layout Layout)> Case =
        Gen.Select(Gen.OneOf(Structured, Chaotic), Gen.Int[0, 300].Array[0, 12], Gen.Enum<Layout>(),
            (body, cuts, layout) => (body, cuts.Where(cut => cut <= body.Length).Order().ToArray(), layout));

    [Fact]
    public void SseReader_random_body_randomly_cut_gives_what_the_reference_gives() => Case.Sample(
        item => Assert.Equal(ReferenceReader.Read(item.Body).Describe(), Delivery.Read(item.Body, item.Cuts, item.Layout).Describe()),
        iter: 60_000,
        print: Print);

    [Fact]
    public void SseReader_random_body_byte_by_byte_hands_out_at_the_completing_byte() => Case.Sample(
        item =>
        {
            ReadTrace trace = Delivery.ByteByByte(item.Body, item.Layout);
            Assert.Equal(ReferenceReader.Read(item.Body).Describe(), trace.Describe());
            Assert.Equal(trace.Events.Select(read => read.EndOffset), trace.ArrivedAt);
        },
        iter: 6_000,
        print: Print);

    private static string Print((byte[] Body, int[] Cuts, Layout Layout) item) =>
        $"{item.Layout} cut at [{string.Join(',', item.Cuts)}]: {Convert.ToHexString(item.Body)} {Encoding.Latin1.GetString(item.Body).Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0")}";
}
