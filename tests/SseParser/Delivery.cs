using System.Buffers;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>Presents a body to a reader in pieces, the way the contract of TryRead asks for, and notes what comes out.</summary>
public static class Delivery
{
    public static ReadTrace Whole(byte[] body, Layout layout = Layout.OneBuffer) => Read(body, [], layout);

    public static ReadTrace ByteByByte(byte[] body, Layout layout = Layout.OneBuffer) =>
        Read(body, Enumerable.Range(1, Math.Max(0, body.Length - 1)), layout);

    /// <summary>Reads with one read after each of the given offsets and one at the end of the body.</summary>
    public static ReadTrace Read(byte[] body, IEnumerable<int> cuts, Layout layout, int maxEventBytes = SseReader.DefaultMaxEventBytes)
    {
        int[] ends = [.. cuts, body.Length];
        SseReader reader = new(maxEventBytes);
        List<ReadEvent> events = [];
        List<long> arrivedAt = [];
        int taken = 0;
        byte[] buffer = body;
        foreach (int end in ends)
        {
            if (layout == Layout.Memory)
            {
                ReadOnlyMemory<byte> memory = body.AsMemory(taken, end - taken);
                while (reader.TryRead(ref memory, out SseEvent sseEvent))
                    Note(sseEvent, end, ref reader);
                taken = end - memory.Length;
                continue;
            }

            if (layout == Layout.MovedBuffer)
                buffer = body.ToArray();
            ReadOnlySequence<byte> input = View(buffer, taken, end, ends, layout);
            while (reader.TryRead(ref input, out SseEvent sseEvent))
                Note(sseEvent, end, ref reader);
            taken = end - (int)input.Length;
            Assert.Equal(body[taken..end], input.ToArray());
            if (layout == Layout.MovedBuffer)
                buffer.AsSpan().Fill((byte)'\n');
        }

        string lastEventId = Text(reader.LastEventId);
        ReadOnlySequence<byte> rest = View(body, taken, body.Length, ends, layout);
        ReadEvent? tail = reader.Complete(ref rest, out SseEvent last) ? Copy(last, ref reader) : null;
        Assert.True(rest.IsEmpty);
        Assert.False(reader.Complete(ref rest, out _));
        Assert.Equal(lastEventId, Text(reader.LastEventId));
        ReadTrace trace = new(events, tail, reader.PartialLine, reader.CommentCount, reader.UnknownLineCount,
            reader.EventsWithoutData, lastEventId, reader.RetryMilliseconds)
        {
            ArrivedAt = arrivedAt,
        };
        reader.Dispose();
        return trace;

        void Note(in SseEvent sseEvent, long end, ref SseReader from)
        {
            events.Add(Copy(sseEvent, ref from));
            arrivedAt.Add(end);
        }
    }

    private static ReadEvent Copy(in SseEvent item, ref SseReader reader)
    {
        return new(item.Kind, item.Type.IsEmpty ? "message" : Text(item.Type), Text(item.Data), Text(reader.LastEventId),
            reader.RetryMilliseconds, item.EndOffset, item.DataLineCount);
    }

    private static ReadOnlySequence<byte> View(byte[] body, int start, int end, int[] reads, Layout layout) => layout switch
    {
        Layout.SegmentPerRead => Segment.Sequence(body.AsSpan(start..end), reads.Where(cut => cut > start && cut < end).Select(cut => cut - start)),
        Layout.TinySegments => Segment.Sequence(body.AsSpan(start..end), TinyCuts(end - start)),
        _ => new ReadOnlySequence<byte>(body, start, end - start),
    };

    private static IEnumerable<int> TinyCuts(int length)
    {
        for (int cut = 0, step = 0; cut < length; cut += step++ % 4)
            yield return cut;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
