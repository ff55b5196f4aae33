using System.Buffers;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Recording;

/// <summary>Writes requests just before they go out, into two buffers of the thread: ten thousand that wait for their answers hold none.</summary>
internal static class RequestBytes
{
    // careful: of the thread and not of the lane, for a portable lane has several.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _body;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _request;

    /// <summary>Head and body of a request.</summary>
    /// <returns>Memory of the calling thread, good until it writes the next request.</returns>
    public static ReadOnlyMemory<byte> Write(RunnerContext context, in PlannedRequest planned, int attempt)
    {
        var body = _body ??= new ArrayBufferWriter<byte>(2 * 1024);
        var request = _request ??= new ArrayBufferWriter<byte>(4 * 1024);
        body.ResetWrittenCount();
        var route = context.Routes[planned.Kind.Route];
        route.Endpoint.WriteBody(body, planned.Spec);
        request.ResetWrittenCount();
        route.Writer.Write(request, new RequestId(context.RequestIdPrefix, planned.Id, attempt), body.WrittenSpan);
        return request.WrittenMemory;
    }
}
