using System.Globalization;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Reads HTTP/1.1 requests off a connection: head, and a body by Content-Length or in chunks. Used by one thread.</summary>
internal sealed class RequestReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request, or null when the client closed the connection between requests.</summary>
    public ScriptedRequest? Read()
    {
        var requestLine = ReadLine(allowEnd: true);
        if (requestLine is null)
            return null;
        var firstByte = Monotonic.Now;
        var parts = requestLine.Split(' ');
        if (parts.Length != 3 || parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            throw new InvalidDataException("request line: " + requestLine);

        var headers = new List<KeyValuePair<string, string>>();
        while (ReadLine(allowEnd: false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new InvalidDataException("header line: " + line);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }
        if (Find(headers, "Expect") is { } expect && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
            stream.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        var body = ReadBody(headers);
        return new ScriptedRequest(parts[0], parts[1], headers, Encoding.UTF8.GetString(body), firstByte, Monotonic.Now);
    }

    private byte[] ReadBody(List<KeyValuePair<string, string>> headers)
    {
        if (Find(headers, "Transfer-Encoding") is { } encoding)
        {
            if (!encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                throw new InvalidDataException("transfer encoding: " + encoding);
            return ReadChunks();
        }
        if (Find(headers, "Content-Length") is { } length)
        {
            var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            ReadExactly(body);
            return body;
        }
        return [];
    }

    private byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = ReadLine(allowEnd: false)!;
            var size = int.Parse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
                break;
            var chunk = new byte[size];
            ReadExactly(chunk);
            body.Write(chunk);
            if (ReadLine(allowEnd: false) is { Length: > 0 })
                throw new InvalidDataException("a chunk is longer than its size");
        }
        while (ReadLine(allowEnd: false) is { Length: > 0 })
        {
            // Trailers mean nothing here.
        }
        return body.ToArray();
    }

    private string? ReadLine(bool allowEnd)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !Fill())
                return allowEnd && line.Length == 0 ? null : throw new EndOfStreamException("the request is incomplete");
            var c = (char)_buffer[_start++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
    }

    private void ReadExactly(Span<byte> target)
    {
        while (target.Length > 0)
        {
            if (_start == _end && !Fill())
                throw new EndOfStreamException("the request body is incomplete");
            var n = Math.Min(target.Length, _end - _start);
            _buffer.AsSpan(_start, n).CopyTo(target);
            _start += n;
            target = target[n..];
        }
    }

    private bool Fill()
    {
        _start = 0;
        _end = stream.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }

    private static string? Find(List<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
