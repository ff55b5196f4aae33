using System.Buffers;
using System.Text;
using VllmStream.Profiling.Http;

namespace VllmStream.Tests.Profiler.Http;

public sealed class HttpHeadParserTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Fact]
    public void Head_with_chunked_body_gives_its_facts_and_leaves_the_body()
    {
        var input = Bytes(Chunked + "5\r\n");
        var head = new HttpResponseHead();

        Assert.True(HttpHeadParser.TryRead(ref input, head, out var problem));

        Assert.Null(problem);
        Assert.Equal(200, head.Status);
        Assert.Equal(BodyFraming.Chunked, head.Framing);
        Assert.Equal("text/event-stream; charset=utf-8", head.ContentType);
        Assert.False(head.ConnectionClose);
        Assert.Equal("5\r\n", Encoding.ASCII.GetString(input.ToArray()));
    }

    [Fact]
    public void Head_cut_anywhere_consumes_nothing_and_is_no_problem()
    {
        for (var length = 0; length < Chunked.Length; length++)
        {
            var input = Bytes(Chunked[..length]);
            Assert.False(HttpHeadParser.TryRead(ref input, new HttpResponseHead(), out var problem));
            Assert.Null(problem);
            Assert.Equal(length, input.Length);
        }
    }

    [Fact]
    public void Head_in_two_segments_at_any_place_gives_the_same_facts()
    {
        var bytes = Encoding.ASCII.GetBytes(Chunked);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var input = Pieces.Join(bytes.AsMemory(0, cut), bytes.AsMemory(cut));
            var head = new HttpResponseHead();
            Assert.True(HttpHeadParser.TryRead(ref input, head, out _));
            Assert.Equal(BodyFraming.Chunked, head.Framing);
            Assert.True(input.IsEmpty);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 12\n\n", BodyFraming.Length, 12, false)]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", BodyFraming.None, 0, false)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", BodyFraming.None, 0, false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", BodyFraming.ToEnd, 0, true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n", BodyFraming.Length, 3, true)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\n", BodyFraming.Length, 3, false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 3\r\n\r\n", BodyFraming.Length, 3, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 3\r\n\r\n", BodyFraming.Chunked, 0, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", BodyFraming.Length, 3, false)]
    public void Head_decides_framing_and_keeping_as_the_standard_says(string text, BodyFraming framing, long length, bool close)
    {
        var input = Bytes(text);
        var head = new HttpResponseHead();

        Assert.True(HttpHeadParser.TryRead(ref input, head, out _));

        Assert.Equal(framing, head.Framing);
        Assert.Equal(length, framing == BodyFraming.Length ? head.ContentLength : 0);
        Assert.Equal(close, head.ConnectionClose);
    }

    [Theory]
    [InlineData("<html>\r\n\r\n", "HTTP/1 status line")]
    [InlineData("\u0016\u0003\u0001", "not HTTP/1")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", "status line")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "without a colon")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "bad Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", "bad Content-Length")]
    public void Head_that_is_wrong_names_its_problem(string text, string expected)
    {
        var input = Bytes(text);
        Assert.False(HttpHeadParser.TryRead(ref input, new HttpResponseHead(), out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_without_end_is_a_problem_once_it_is_too_long()
    {
        var input = Bytes("HTTP/1.1 200 OK\r\nX: " + new string('a', HttpHeadParser.MaxHeadBytes));
        Assert.False(HttpHeadParser.TryRead(ref input, new HttpResponseHead(), out var problem));
        Assert.Contains("longer than", problem, StringComparison.Ordinal);
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.Latin1.GetBytes(text));
}
