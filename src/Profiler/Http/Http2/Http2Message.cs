using System.Buffers;
using System.Net;
using System.Text;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>A request and an answer's head as .NET's client has them.</summary>
internal static class Http2Message
{
    private const string RequestIdName = "X-Request-Id";

    /// <summary>The request: what HTTP/1.1 would send, its body byte for byte.</summary>
    public static HttpRequestMessage Make(ICarried carried, string id)
    {
        var writer = carried.Writer;
        var message = new HttpRequestMessage(writer.HasBody ? HttpMethod.Post : HttpMethod.Get, writer.Uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (writer.HasBody)
        {
            // careful: a copy, because .NET writes it later, and perhaps again.
            message.Content = new ReadOnlyMemoryContent(RequestBytes.Body(carried).ToArray());
            // Asked for, it is sent.
            _ = message.Content.Headers.ContentLength;
        }
        foreach (var (name, value) in writer.Fields)
            Add(message, name, value);
        Add(message, RequestIdName, id);
        return message;
    }

    /// <summary>The value of X-Request-Id.</summary>
    public static string IdOf(RequestId id)
    {
        var text = new ArrayBufferWriter<byte>(64);
        id.WriteTo(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Takes over what matters of an answer's head.</summary>
    public static void Read(HttpResponseMessage message, HttpResponseHead head)
    {
        head.Clear();
        head.Status = (int)message.StatusCode;
        head.Framing = BodyFraming.ToEnd;
        head.ContentLength = message.Content.Headers.ContentLength ?? 0;
        head.ContentType = Value(message.Content.Headers.NonValidated, "Content-Type");
        var coding = Value(message.Content.Headers.NonValidated, "Content-Encoding")?.Trim().ToLowerInvariant();
        head.ContentEncoding = coding is "" or "identity" ? null : coding;
        head.RetryAfter = Value(message.Headers.NonValidated, "Retry-After");
        head.Date = Value(message.Headers.NonValidated, "Date");
        head.Location = Value(message.Headers.NonValidated, "Location");
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
            message.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static string? Value(System.Net.Http.Headers.HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
