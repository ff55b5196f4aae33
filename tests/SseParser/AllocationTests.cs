using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>0 bytes per event once the buffers have their size.</summary>
public sealed class AllocationTests
{
    private const int EventCount = 100_000;

    private const string SingleLine = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" river\"}}]}\n\n";
    private const string SingleLineCrLf = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" river\"}}]}\r\n\r\n";
    private const string SeveralLines = "event: chunk\nid: 17\ndata: {\"choices\":\ndata: []}\n\n";
    private const string CommentInside = "data: {\"choices\":[]}\n: ping\n\n";

    [Theory]
    [InlineData(SingleLine)]
    [InlineData(SingleLineCrLf)]
    [InlineData(SeveralLines)]
    [InlineData(CommentInside)]
    public void SseReader_whole_events_allocate_nothing(string text)
    {
        byte[] body = Repeat(text, 100);
        SseReader reader = new();
        Assert.Equal(100, ReadAll(ref reader, body));
        long before = GC.GetAllocatedBytesForCurrentThread();
        long events = 0;
        while (events < EventCount)
            events += ReadAll(ref reader, body);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        reader.Dispose();
    }

    [Theory]
    [InlineData(SingleLine)]
    [InlineData(SingleLineCrLf)]
    [InlineData(SeveralLines)]
    [InlineData(CommentInside)]
    public void SseReader_split_events_allocate_nothing(string text)
    {
        byte[] body = Repeat(text, 101);
        SseReader reader = new();
        ReadInPieces(ref reader, body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long events = 0;
        while (events < EventCount)
            events += ReadInPieces(ref reader, body);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        reader.Dispose();
    }

    [Theory]
    [InlineData(SingleLine)]
    [InlineData(SeveralLines)]
    public void SseReader_events_torn_between_segments_allocate_nothing(string text)
    {
        byte[] body = Repeat(text, 100);
        ReadOnlySequence<byte> sequence = Segment.Sequence(body, Enumerable.Range(1, (body.Length - 1) / 37).Select(i => i * 37));
        SseReader reader = new();
        Assert.Equal(100, ReadAll(ref reader, sequence));
        long before = GC.GetAllocatedBytesForCurrentThread();
        long events = 0;
        while (events < EventCount)
            events += ReadAll(ref reader, sequence);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        reader.Dispose();
    }

    // Inline schedulers keep both sides on this thread, so that the count sees all of it.
    [Fact]
    public async Task SsePipeReader_events_that_are_waited_for_allocate_nothing()
    {
        Pipe pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        byte[] text = Encoding.UTF8.GetBytes(SingleLine);
        using SsePipeReader events = new(pipe.Reader);
        long read = 0;
        Task reading = ReadAsync();
        Write(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(EventCount);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await pipe.Writer.CompleteAsync();
        await reading;
        Assert.Equal(1000 + EventCount, read);
        Assert.Equal(0, allocated);

        void Write(int count)
        {
            for (int i = 0; i < count; i++)
            {
                text.CopyTo(pipe.Writer.GetSpan(text.Length));
                pipe.Writer.Advance(text.Length);
                ValueTask<FlushResult> flush = pipe.Writer.FlushAsync();
                Assert.True(flush.IsCompletedSuccessfully);
                _ = flush.Result;
            }
        }

        async Task ReadAsync()
        {
            while (await events.WaitAsync())
            {
                while (events.TryRead(out SseEvent _))
                    read++;
            }
        }
    }

    private static byte[] Repeat(string text, int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, count)));

    private static int ReadAll(ref SseReader reader, byte[] body) => ReadAll(ref reader, new ReadOnlySequence<byte>(body));

    private static int ReadAll(ref SseReader reader, ReadOnlySequence<byte> input)
    {
        int count = 0;
        while (reader.TryRead(ref input, out SseEvent sseEvent))
            count += sseEvent.DataLineCount > 0 ? 1 : 0;
        return count;
    }

    // Reads of 41 bytes: every event is cut, each time somewhere else.
    private static int ReadInPieces(ref SseReader reader, byte[] body)
    {
        int count = 0;
        int taken = 0;
        for (int end = 0; end < body.Length;)
        {
            end = Math.Min(body.Length, end + 41);
            ReadOnlySequence<byte> input = new(body, taken, end - taken);
            while (reader.TryRead(ref input, out _))
                count++;
            taken = end - (int)input.Length;
        }

        return count;
    }
}
