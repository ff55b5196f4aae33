using System.Buffers;
using System.Text;
using CsCheck;
using VllmStream.Profiling.Http;

namespace VllmStream.Tests.Profiler.Http;

public sealed class ChunkedDecoderTests
{
    private const string Whole = "4\r\nWiki\r\n5;name=value\r\npedia\r\nE \r\n in\r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n";
    private const string Text = "Wikipedia in\r\n\r\nchunks.";

    [Fact]
    public void Body_cut_at_every_byte_decodes_the_same()
    {
        for (var cut = 0; cut <= Whole.Length; cut++)
        {
            var (text, done, problem, rest) = Decode(Whole[..cut], Whole[cut..]);
            Assert.Null(problem);
            Assert.Equal(Text, text);
            Assert.True(done);
            Assert.Equal(0, rest);
        }
    }

    [Fact]
    public void Body_byte_by_byte_decodes_the_same()
    {
        var (text, done, problem, _) = Decode([.. Whole.Select(c => c.ToString())]);
        Assert.Null(problem);
        Assert.Equal(Text, text);
        Assert.True(done);
    }

    [Fact]
    public void Bytes_after_the_end_are_left()
    {
        var (_, done, _, rest) = Decode(Whole + "HTTP/1.1 200 OK");
        Assert.True(done);
        Assert.Equal("HTTP/1.1 200 OK".Length, rest);
    }

    [Theory]
    [InlineData("\r\n", "without a size")]
    [InlineData("xyz\r\n", "in a chunk size")]
    [InlineData("4\r\nWikipedia", "longer than its size")]
    [InlineData("fffffffffffffffffff\r\n", "too large")]
    public void Framing_that_is_wrong_names_its_problem(string body, string expected)
    {
        var (_, done, problem, _) = Decode(body);
        Assert.False(done);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4\r\nWiki\r\n", false)]
    [InlineData("4\r\nWiki\r\n0\r\n", true)]
    [InlineData("4\r\nWi", false)]
    public void Body_is_whole_once_its_last_chunk_was_seen(string body, bool whole)
    {
        var decoder = new ChunkedDecoder();
        using var output = new BodyBuffer();
        var input = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(body));
        Assert.Null(decoder.Decode(ref input, output));
        Assert.Equal(whole, decoder.IsWhole);
    }

    [Fact]
    public void Any_chunking_of_any_bytes_in_any_pieces_decodes_to_the_bytes()
    {
        Gen.Select(Gen.Byte.Array[1, 50].Array[0, 20], Gen.Int[1, 40]).Sample((chunks, pieceLength) =>
        {
            var framed = new List<byte>();
            foreach (var chunk in chunks)
            {
                framed.AddRange(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
                framed.AddRange(chunk);
                framed.AddRange("\r\n"u8);
            }
            framed.AddRange("0\r\n\r\n"u8);

            var decoder = new ChunkedDecoder();
            using var output = new BodyBuffer();
            foreach (var piece in framed.Chunk(pieceLength))
            {
                var input = new ReadOnlySequence<byte>(piece);
                if (decoder.Decode(ref input, output) is not null)
                    return false;
            }
            return decoder.IsDone && output.Unread.ToArray().SequenceEqual(chunks.SelectMany(c => c));
        });
    }

    private static (string Text, bool Done, string? Problem, long Unread) Decode(params string[] pieces)
    {
        var decoder = new ChunkedDecoder();
        using var output = new BodyBuffer();
        long rest = 0;
        foreach (var piece in pieces)
        {
            var input = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(piece));
            if (decoder.Decode(ref input, output) is { } problem)
                return ("", decoder.IsDone, problem, input.Length);
            rest = input.Length;
        }
        return (Encoding.Latin1.GetString(output.Unread.ToArray()), decoder.IsDone, null, rest);
    }
}
