using System.Buffers;

namespace VllmStream.Profiling.Http;

/// <summary>Writes requests just before they go out, into two buffers of the thread: ten thousand that wait for their answers hold none.</summary>
internal static class RequestBytes
{
    // careful: of the thread and not of the lane, for a portable lane has several.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _body;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _request;

    /// <summary>Head and body of a request, as HTTP/1.1 has them.</summary>
    /// <returns>Memory of the calling thread, good until it writes the next request.</returns>
    public static ReadOnlyMemory<byte> Write(ICarried carried)
    {
        var body = Body(carried);
        var request = _request ??= new ArrayBufferWriter<byte>(4 * 1024);
        request.ResetWrittenCount();
        carried.Writer.Write(request, carried.RequestId, body.Span);
        return request.WrittenMemory;
    }

    /// <summary>The body alone.</summary>
    /// <returns>Memory of the calling thread, good until it writes the next request.</returns>
    public static ReadOnlyMemory<byte> Body(ICarried carried)
    {
        var body = _body ??= new ArrayBufferWriter<byte>(2 * 1024);
        body.ResetWrittenCount();
        carried.WriteBody(body);
        return body.WrittenMemory;
    }
}
