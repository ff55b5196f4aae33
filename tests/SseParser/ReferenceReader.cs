using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>The rules in the plainest form, over the whole body at once: what random bodies are compared with.</summary>
public static class ReferenceReader
{
    public static ReadTrace Read(byte[] body)
    {
        List<ReadEvent> events = [];
        List<byte[]> data = [];
        byte[] type = [];
        byte[]? blockId = null;
        string lastId = "";
        long? retry = null;
        long comments = 0, unknown = 0, withoutData = 0;
        int position = body.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (true)
        {
            int start = position;
            while (position < body.Length && body[position] is not ((byte)'\r' or (byte)'\n'))
                position++;
            byte[] line = body[start..position];
            int colon = Array.IndexOf(line, (byte)':');
            string name = Encoding.Latin1.GetString(colon < 0 ? line : line[..colon]);
            byte[] value = colon < 0 ? [] : line[(colon + 1)..];
            if (value.Length > 0 && value[0] == ' ')
                value = value[1..];

            if (position == body.Length)
            {
                SsePartialLine partial = line.Length == 0 ? SsePartialLine.None
                    : colon == 0 ? SsePartialLine.Comment
                    : name == "data" && colon > 0 ? SsePartialLine.Data : SsePartialLine.Other;
                if (partial == SsePartialLine.Data)
                    data.Add(value);
                ReadEvent? tail = data.Count == 0 ? null : Event(SseEventKind.Unterminated, body.Length);
                return new ReadTrace(events, tail, partial, comments, unknown, withoutData, lastId, retry);
            }

            long completedAt = position + 1;
            position += body[position] == '\r' && position + 1 < body.Length && body[position + 1] == '\n' ? 2 : 1;
            if (line.Length == 0)
            {
                lastId = blockId is null ? lastId : Encoding.UTF8.GetString(blockId);
                if (data.Count > 0)
                    events.Add(Event(SseEventKind.Dispatched, completedAt));
                else if (type.Length > 0)
                    withoutData++;
                data.Clear();
                type = [];
                blockId = null;
                continue;
            }

            switch (name)
            {
                case "":
                    comments++;
                    break;
                case "data":
                    data.Add(value);
                    break;
                case "event":
                    type = value;
                    break;
                case "id":
                    blockId = value.Contains((byte)0) ? blockId : value;
                    break;
                case "retry":
                    if (value.Length > 0 && value.All(digit => digit is >= (byte)'0' and <= (byte)'9'))
                        retry = long.TryParse(Encoding.ASCII.GetString(value), out long number) ? number : long.MaxValue;
                    break;
                case "error":
                    events.Add(new ReadEvent(SseEventKind.ErrorField, "message", Encoding.UTF8.GetString(value), lastId, retry, completedAt, 1));
                    break;
                default:
                    unknown++;
                    break;
            }
        }

        ReadEvent Event(SseEventKind kind, long end) => new(
            kind,
            type.Length == 0 ? "message" : Encoding.UTF8.GetString(type),
            Encoding.UTF8.GetString(data.Aggregate((all, next) => [.. all, (byte)'\n', .. next])),
            lastId, retry, end, data.Count);
    }
}
