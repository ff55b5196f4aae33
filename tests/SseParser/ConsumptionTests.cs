using System.Buffers;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>What TryRead takes from its input, and that it looks at each byte once.</summary>
public sealed class ConsumptionTests
{
    [Theory]
    [InlineData("data: a\n\n")]
    [InlineData("event: x\nid: 1\nretry: 5\ndata: first\ndata: second\n\n")]
    [InlineData("event: x\r\ndata: a\r\n\r")]
    [InlineData("error: {\"a\":1}\n")]
    [InlineData("id\n\ndata: a\n\n", 4)]
    public void TryRead_every_prefix_of_an_event_takes_nothing(string body, int from = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        SseReader reader = new();
        ReadOnlyMemory<byte> start = bytes.AsMemory(0, from);
        Assert.False(reader.TryRead(ref start, out _));
        for (int length = 1; length < bytes.Length - from; length++)
        {
            ReadOnlyMemory<byte> prefix = bytes.AsMemory(from, length);
            Assert.False(reader.TryRead(ref prefix, out _));
            Assert.Equal(length, prefix.Length);
        }

        ReadOnlyMemory<byte> whole = bytes.AsMemory(from);
        Assert.True(reader.TryRead(ref whole, out SseEvent sseEvent));
        Assert.Equal((0, bytes.Length), (whole.Length, sseEvent.EndOffset));
    }

    [Theory]
    [InlineData("\n\n: comment\nunknown\n", "")]
    [InlineData("\uFEFF", "")]
    [InlineData(": comm", "")]
    [InlineData("unkno", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("dat", "dat")]
    [InlineData("dax", "")]
    [InlineData("er", "er")]
    [InlineData("dat\n", "")]
    [InlineData("id: 1\n\n", "")]
    [InlineData(": c\ndata: a\nda", "data: a\nda")]
    [InlineData("data: a\n: c\nda", "da")]
    [InlineData("data: a\n: c", "")]
    [InlineData("data: a\nunknown\ndata: b\ndata: c", "data: b\ndata: c")]
    public void TryRead_false_leaves_only_the_open_block_after_its_last_comment(string body, string left)
    {
        SseReader reader = new();
        ReadOnlySequence<byte> input = new(Encoding.UTF8.GetBytes(body));
        Assert.False(reader.TryRead(ref input, out _));
        Assert.Equal(left, Encoding.UTF8.GetString(input));
        Assert.False(reader.TryRead(ref input, out _));
        Assert.Equal(left, Encoding.UTF8.GetString(input));
    }

    [Fact]
    public void TryRead_true_leaves_all_after_the_byte_that_completed_the_event()
    {
        SseReader reader = new();
        ReadOnlySequence<byte> input = new("data: a\r\n\r\ndata: b\r\n\r\n"u8.ToArray());
        Assert.True(reader.TryRead(ref input, out SseEvent first));
        Assert.Equal((10, 12), (first.EndOffset, input.Length));
        Assert.True(reader.TryRead(ref input, out SseEvent second));
        Assert.Equal((21, 1), (second.EndOffset, input.Length));
        Assert.False(reader.TryRead(ref input, out _));
        Assert.True(input.IsEmpty);
    }

    [Fact]
    public void TryRead_lf_half_before_an_open_block_is_taken()
    {
        SseReader reader = new();
        ReadOnlySequence<byte> input = new("data: a\r\n\r\ndata: b\r\n\r\ndata: c"u8.ToArray());
        Assert.True(reader.TryRead(ref input, out _));
        Assert.True(reader.TryRead(ref input, out _));
        Assert.False(reader.TryRead(ref input, out _));
        Assert.Equal("data: c", Encoding.UTF8.GetString(input));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: kept\n")]
    [InlineData("event: x\ndata: kept\ndata: more\n")]
    public void TryRead_endless_comment_needs_no_memory(string before)
    {
        SseReader reader = new();
        byte[] piece = new byte[4096];
        Read(Encoding.UTF8.GetBytes(before + ":"));
        Array.Fill(piece, (byte)'c');
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
            Read(piece);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);

        ReadOnlyMemory<byte> end = "\ndata: end\n\n"u8.ToArray();
        Assert.True(reader.TryRead(ref end, out SseEvent sseEvent));
        Assert.Equal(before.Length > 0, sseEvent.Data.StartsWith("kept\n"u8));
        Assert.Equal(1, reader.CommentCount);

        void Read(byte[] bytes)
        {
            ReadOnlyMemory<byte> input = bytes;
            Assert.False(reader.TryRead(ref input, out _));
            Assert.True(input.IsEmpty);
        }
    }

    // The bytes already presented are turned into line ends after each read: a reader that looked again would find one.
    [Fact]
    public void TryRead_long_line_in_small_reads_looks_at_each_byte_once()
    {
        const int Piece = 1024;
        const int Total = 10 * 1024 * Piece;
        byte[] body = new byte[Total + 2];
        Array.Fill(body, (byte)'x');
        "data: "u8.CopyTo(body);
        "\n\n"u8.CopyTo(body.AsSpan(Total));
        SseReader reader = new();
        for (int end = Piece; end <= Total; end += Piece)
        {
            ReadOnlySequence<byte> input = new(body, 0, end);
            Assert.False(reader.TryRead(ref input, out _));
            Assert.Equal(end, input.Length);
            body.AsSpan(Math.Max(FieldHead, end - Piece)..end).Fill((byte)'\n');
        }

        ReadOnlySequence<byte> whole = new(body);
        Assert.True(reader.TryRead(ref whole, out SseEvent sseEvent));
        Assert.Equal((Total - 6, Total + 2), (sseEvent.Data.Length, sseEvent.EndOffset));
    }

    // Enough to tell a field: the only bytes that a reader may look at again.
    private const int FieldHead = 8;
}
