using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>POST /v1/chat/completions and /v1/completions: reads a request, starts it in the engine, and has it answered.</summary>
/// <remarks>Called by many requests at a time.</remarks>
internal sealed class GenerationEndpoint(SimulatorOptions options, IEngine engine, EmissionLog log, ServerMetrics metrics)
{
    private const string RequestIdHeader = "X-Request-Id";

    private readonly RequestReader reader = new(options);
    private readonly SequencePlanner planner = new(options);

    public async Task HandleAsync(HttpContext context, ApiKind api)
    {
        var clientId = ClientId(context);
        if (clientId is not null) context.Response.Headers[RequestIdHeader] = clientId;
        if (!IsJson(context.Request.ContentType))
        {
            await JsonAnswer.WriteErrorAsync(context, ApiError.Validation("Unsupported Media Type: Only 'application/json' is allowed"));
            return;
        }

        var body = await ReadBodyAsync(context.Request.BodyReader);
        var arrival = MonotonicClock.Now;
        if (!reader.TryRead(api, body, out var request, out var error))
        {
            await JsonAnswer.WriteErrorAsync(context, error);
            return;
        }

        var accepted = new AcceptedRequest(
            request,
            planner.Plan(request),
            options.Model,
            (api == ApiKind.Chat ? "chatcmpl-" : "cmpl-") + (clientId ?? request.RequestId ?? Guid.NewGuid().ToString("N")),
            clientId,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            arrival);
        await AnswerAsync(context, accepted);
    }

    private async Task AnswerAsync(HttpContext context, AcceptedRequest accepted)
    {
        var record = log.Begin(accepted);
        var meter = new RequestMeter(metrics, accepted);
        var source = engine.Start(accepted.Plans, accepted.ArrivalTicks);
        var writer = new AnswerWriter(context, accepted, source, meter, record);
        try
        {
            // A client that leaves ends its request at once, as in vLLM.
            await using (context.RequestAborted.UnsafeRegister(static state => ((ITokenSource)state!).Abort(), source))
            {
                await (accepted.Request.Stream ? writer.WriteStreamAsync() : writer.WriteWholeAsync());
            }
        }
        finally
        {
            meter.Close(MonotonicClock.Now);
            if (record is not null) log.Finish(record);
        }
    }

    private static string? ClientId(HttpContext context)
    {
        var value = context.Request.Headers[RequestIdHeader];
        return value.Count > 0 && value[0] is { Length: > 0 } id ? id : null;
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<byte[]> ReadBodyAsync(PipeReader body)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
