using System.Buffers;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>MaxEventBytes.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("data: 12345\n\n", 12)]
    [InlineData("data: 1\n\ndata: 12345\n\n", 12)]
    [InlineData("data: 12\ndata: 34\n\n", 18)]
    [InlineData("data: 1\n: a comment does not count\ndata: 2\n\n", 16)]
    [InlineData("data: 1\nunknown lines neither\ndata: 2\n\n", 16)]
    [InlineData("event: abc\nid: 7\nretry: 100\ndata: 1\n\n", 36)]
    [InlineData("error: 12345\n", 13)]
    [InlineData("data: 1\nerror: 12345\n\n", 13)]
    [InlineData("event: aaaaaaaaaaaaa\n\n", 21)]
    public void Event_may_be_as_large_as_the_limit_and_no_larger(string body, int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            for (int cut = 0; cut <= bytes.Length; cut++)
            {
                Delivery.Read(bytes, [cut], layout, size);
                SseEventTooLargeException exception = Assert.Throws<SseEventTooLargeException>(() => Delivery.Read(bytes, [cut], layout, size - 1));
                Assert.Equal(size - 1, exception.LimitBytes);
                Assert.InRange(exception.EventBytes, size, size);
                Assert.Contains($"{size - 1}", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Event_of_100_megabytes_stops_at_the_limit()
    {
        const int Limit = 16 * 1024 * 1024;
        const int Piece = 64 * 1024;
        byte[] body = new byte[100 * 1024 * 1024];
        Array.Fill(body, (byte)'x');
        "data: "u8.CopyTo(body);
        SseReader reader = new();
        long presented = 0;
        SseEventTooLargeException? exception = null;
        while (exception is null)
        {
            presented += Piece;
            ReadOnlySequence<byte> input = new(body, 0, (int)presented);
            try
            {
                Assert.False(reader.TryRead(ref input, out _));
            }
            catch (SseEventTooLargeException caught)
            {
                exception = caught;
            }
        }

        Assert.Equal((Limit + Piece, Limit), (exception.EventBytes, exception.LimitBytes));
    }

    [Theory]
    [InlineData("id: 1\n")]
    [InlineData("data\n")]
    [InlineData("data: 1\n: c\n")]
    [InlineData("event: x\n")]
    public void Event_of_endless_lines_stops_at_the_limit(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 1000)));
        Assert.Throws<SseEventTooLargeException>(() => Delivery.Read(bytes, Enumerable.Range(1, 100).Select(i => i * 9), Layout.OneBuffer, 256));
    }

    [Fact]
    public void Unknown_line_of_any_length_is_let_go()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', 100_000) + "\ndata: a\n\n");
        ReadTrace trace = Delivery.Read(bytes, Enumerable.Range(1, 99).Select(i => i * 1000), Layout.SegmentPerRead, 16);
        Assert.Equal("a", Assert.Single(trace.Events).Data);
        Assert.Equal(1, trace.UnknownLines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Limit_that_is_not_positive_is_refused(int limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new SseReader(limit));
}
