using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>Leaves HTTP to Kestrel: what every answer without faults takes.</summary>
internal sealed class KestrelSink(HttpContext context) : AnswerSink
{
    public override async ValueTask HeadAsync(AnswerHead head)
    {
        var response = context.Response;
        response.StatusCode = head.Status;
        response.ContentType = head.ContentType;
        response.ContentLength = head.ContentLength;
        foreach (var (name, value) in head.Headers) response.Headers[name] = value;
        // A whole body leaves together with its head.
        if (head.ContentLength is not null) return;
        await response.StartAsync();
        await response.BodyWriter.FlushAsync();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, int tokens) => await context.Response.BodyWriter.WriteAsync(bytes);

    public override ValueTask EndAsync() => default;
}
