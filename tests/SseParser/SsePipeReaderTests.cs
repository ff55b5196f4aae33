using System.IO.Pipelines;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>The adapter that waits for the bytes.</summary>
public sealed class SsePipeReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task SsePipeReader_any_write_size_gives_all_events(int writeSize)
    {
        byte[] body = "\uFEFFdata: a\r\n\r\n: ping\r\n\r\nevent: x\r\ndata: b\r\ndata: c\r\n\r\ndata: d\r\n\r\n"u8.ToArray();
        Pipe pipe = new(new PipeOptions(minimumSegmentSize: 16));
        Task<List<string>> reading = ReadAllAsync(pipe.Reader, handOutTail: false);
        foreach (byte[] piece in body.Chunk(writeSize))
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        Assert.Equal([":a", "x:b\nc", ":d"], await reading);
    }

    [Theory]
    [InlineData("data: a\n\ndata: [DONE]", true, ":a", ":[DONE]!")]
    [InlineData("data: a\n\ndata: [DONE]", false, ":a")]
    [InlineData("data: a\n\ndata: b\n\n", true, ":a", ":b")]
    [InlineData("", true)]
    public async Task SsePipeReader_tail_is_handed_out_on_request(string body, bool handOutTail, params string[] expected)
    {
        PipeReader pipe = PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(expected, await ReadAllAsync(pipe, handOutTail));
    }

    [Fact]
    public async Task SsePipeReader_event_is_there_as_soon_as_its_blank_line_begins()
    {
        Pipe pipe = new();
        using SsePipeReader events = new(pipe.Reader);
        await pipe.Writer.WriteAsync("data: a\r\n\r"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await events.WaitAsync(TestContext.Current.CancellationToken));
        Assert.True(events.TryRead(out SseEvent sseEvent));
        Assert.Equal(10, sseEvent.EndOffset);
    }

    [Fact]
    public async Task SsePipeReader_long_comment_does_not_fill_the_pipe()
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));
        Task<List<string>> reading = ReadAllAsync(pipe.Reader, handOutTail: false);
        await pipe.Writer.WriteAsync("data: a\n: "u8.ToArray(), TestContext.Current.CancellationToken);
        byte[] piece = Encoding.UTF8.GetBytes(new string('c', 1000));
        for (int i = 0; i < 100; i++)
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        await pipe.Writer.WriteAsync("\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        Assert.Equal([":a"], await reading);
    }

    [Fact]
    public async Task SsePipeReader_cancelled_wait_throws_and_a_later_wait_goes_on()
    {
        Pipe pipe = new();
        using SsePipeReader events = new(pipe.Reader);
        await pipe.Writer.WriteAsync("data: a\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await events.WaitAsync(TestContext.Current.CancellationToken));
        Assert.False(events.TryRead(out _));

        ValueTask<bool> waiting = events.WaitAsync(TestContext.Current.CancellationToken);
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await waiting);

        await pipe.Writer.WriteAsync("\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await events.WaitAsync(TestContext.Current.CancellationToken));
        Assert.True(events.TryRead(out _));
        Assert.Equal(0, events.Reader.CommentCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SsePipeReader_large_event_comes_whole_and_small_ones_follow(bool cancelBetweenReads)
    {
        string large = new('x', 1_000_000);
        byte[] body = Encoding.UTF8.GetBytes($"data: 1\n\ndata: {large}\n: c\ndata: {large}\n\ndata: 2\n\ndata: 3\n\ndata: {large}\n\ndata: 4");
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        using SsePipeReader events = new(pipe.Reader, handOutTail: true);
        List<string> read = [];
        foreach (byte[] piece in body.Chunk(3000))
        {
            if (cancelBetweenReads)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await events.WaitAsync(new CancellationToken(canceled: true)));
                pipe.Reader.CancelPendingRead();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await events.WaitAsync(TestContext.Current.CancellationToken));
            }

            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
            Assert.True(await events.WaitAsync(TestContext.Current.CancellationToken));
            Take();
        }

        await pipe.Writer.CompleteAsync();
        while (await events.WaitAsync(TestContext.Current.CancellationToken))
            Take();
        Assert.Equal(["1", large + "\n" + large, "2", "3", large, "4"], read);

        void Take()
        {
            while (events.TryRead(out SseEvent item))
                read.Add(Encoding.UTF8.GetString(item.Data));
        }
    }

    [Fact]
    public async Task SsePipeReader_too_large_event_throws()
    {
        PipeReader pipe = PipeReader.Create(new MemoryStream("data: 0123456789\n\n"u8.ToArray()));
        using SsePipeReader events = new(pipe, maxEventBytes: 10);
        Assert.True(await events.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Throws<SseEventTooLargeException>(() => events.TryRead(out _));
    }

    [Fact]
    public void SsePipeReader_without_pipe_is_refused() => Assert.Throws<ArgumentNullException>(() => new SsePipeReader(null!));

    private static async Task<List<string>> ReadAllAsync(PipeReader pipe, bool handOutTail)
    {
        List<string> read = [];
        using SsePipeReader events = new(pipe, handOutTail);
        while (await events.WaitAsync(TestContext.Current.CancellationToken))
        {
            while (events.TryRead(out SseEvent item))
                read.Add($"{Encoding.UTF8.GetString(item.Type)}:{Encoding.UTF8.GetString(item.Data)}{(item.IsUnterminated ? "!" : "")}");
        }

        return read;
    }
}
