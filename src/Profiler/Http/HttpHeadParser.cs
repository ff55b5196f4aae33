using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace VllmStream.Profiling.Http;

/// <summary>Reads a response head: <c>status-line *( field-line CRLF ) CRLF</c> (RFC 9112 section 2.1); bare LF is taken as CRLF.</summary>
public static class HttpHeadParser
{
    /// <summary>As large as common servers allow their own request heads to be, times four.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    /// <summary>Reads one head.</summary>
    /// <param name="input">Advanced past the head on success; else left as it was.</param>
    /// <param name="head">Filled on success.</param>
    /// <param name="problem">Null while the head is merely incomplete, else what is wrong with it.</param>
    public static bool TryRead(ref ReadOnlySequence<byte> input, HttpResponseHead head, out string? problem)
    {
        problem = null;
        if (!TryFindEnd(input, out var end))
        {
            if (input.Length > MaxHeadBytes)
                problem = $"response head is longer than {MaxHeadBytes} bytes";
            else if (!CouldBeHttp(input))
                problem = "the answer is not HTTP/1";
            return false;
        }

        var bytes = input.Slice(0, end);
        if (bytes.IsSingleSegment)
        {
            problem = Parse(bytes.FirstSpan, head);
        }
        else
        {
            var length = (int)bytes.Length;
            var copy = ArrayPool<byte>.Shared.Rent(length);
            bytes.CopyTo(copy);
            problem = Parse(copy.AsSpan(0, length), head);
            ArrayPool<byte>.Shared.Return(copy);
        }
        if (problem is not null)
            return false;
        input = input.Slice(end);
        return true;
    }

    // The head ends with an empty line: LF CRLF or LF LF.
    private static bool TryFindEnd(in ReadOnlySequence<byte> input, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(input);
        while (reader.TryAdvanceTo((byte)'\n'))
        {
            var afterLine = reader;
            if (afterLine.TryPeek(out var next) && next == '\r')
                afterLine.Advance(1);
            if (afterLine.TryPeek(out next) && next == '\n')
            {
                afterLine.Advance(1);
                end = afterLine.Position;
                return true;
            }
        }
        end = input.Start;
        return false;
    }

    private static bool CouldBeHttp(in ReadOnlySequence<byte> input)
    {
        Span<byte> start = stackalloc byte[7];
        var length = (int)Math.Min(input.Length, start.Length);
        input.Slice(0, length).CopyTo(start);
        return "HTTP/1."u8.StartsWith(start[..length]);
    }

    private static string? Parse(ReadOnlySpan<byte> bytes, HttpResponseHead head)
    {
        head.Clear();
        var line = NextLine(ref bytes);
        if (!line.StartsWith("HTTP/1."u8) || line.Length < 12 || line[8] != ' '
            || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var used) || used != 3 || status < 100)
            return $"the answer does not begin with an HTTP/1 status line: {Encoding.Latin1.GetString(line[..Math.Min(line.Length, 80)])}";
        head.Status = status;
        head.IsHttp10 = line[7] == '0';
        head.ConnectionClose = head.IsHttp10;

        long? contentLength = null;
        var chunked = false;
        var otherTransferCoding = false;
        while (true)
        {
            line = NextLine(ref bytes);
            if (line.IsEmpty)
                break;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
                return $"response field without a colon: {Encoding.Latin1.GetString(line[..Math.Min(line.Length, 80)])}";
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (Is(name, "content-length"u8))
            {
                if (!Utf8Parser.TryParse(value, out long length, out used) || used != value.Length || length < 0 || (contentLength is { } before && before != length))
                    return $"bad Content-Length: {Encoding.Latin1.GetString(value)}";
                contentLength = length;
            }
            else if (Is(name, "transfer-encoding"u8))
            {
                chunked = EndsWith(value, "chunked"u8);
                otherTransferCoding = !chunked;
            }
            else if (Is(name, "connection"u8))
            {
                if (Contains(value, "close"u8))
                    head.ConnectionClose = true;
                else if (Contains(value, "keep-alive"u8))
                    head.ConnectionClose = false;
            }
            else if (Is(name, "content-type"u8))
                head.ContentType = TypeOf(value);
            else if (Is(name, "content-encoding"u8))
                head.ContentEncoding = Is(value, "identity"u8) || value.IsEmpty ? null : Encoding.Latin1.GetString(value).ToLowerInvariant();
            else if (Is(name, "retry-after"u8))
                head.RetryAfter = Encoding.Latin1.GetString(value);
            // Wanted beside a Retry-After only; a success costs no string for it.
            else if (status >= 300 && Is(name, "date"u8))
                head.Date = Encoding.Latin1.GetString(value);
            else if (Is(name, "location"u8))
                head.Location = Encoding.Latin1.GetString(value);
        }

        // RFC 9112 section 6.3: chunked wins over a length; neither means to the end of the connection.
        if (status is < 200 or 204 or 304)
            head.Framing = BodyFraming.None;
        else if (chunked)
            head.Framing = BodyFraming.Chunked;
        else if (contentLength is { } length && !otherTransferCoding)
            (head.Framing, head.ContentLength) = (length == 0 ? BodyFraming.None : BodyFraming.Length, length);
        else
            head.Framing = BodyFraming.ToEnd;
        head.ConnectionClose |= head.Framing == BodyFraming.ToEnd;
        return null;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var line = bytes[..end];
        bytes = bytes[(end + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    // The common types cost no string.
    private static string TypeOf(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("text/event-stream; charset=utf-8"u8) ? "text/event-stream; charset=utf-8"
        : value.SequenceEqual("text/event-stream"u8) ? "text/event-stream"
        : value.SequenceEqual("application/json"u8) ? "application/json"
        : Encoding.Latin1.GetString(value);

    private static bool Is(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Ascii.EqualsIgnoreCase(a, b);

    private static bool EndsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) =>
        value.Length >= word.Length && Ascii.EqualsIgnoreCase(value[^word.Length..], word);

    private static bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i + word.Length <= value.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(value.Slice(i, word.Length), word))
                return true;
        }
        return false;
    }
}
