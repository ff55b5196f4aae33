using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>POST /v1/chat/completions, /v1/completions, /v1/responses and /v1/messages: reads a request, starts it in the engine, and has it answered.</summary>
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
        if (await BodyDocument.ReadAsync(context) is not { } body) return;
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
            api.IdPrefix() + (clientId ?? request.RequestId ?? Guid.NewGuid().ToString("N")),
            clientId,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            arrival);
        await AnswerAsync(context, accepted);
    }

    private async Task AnswerAsync(HttpContext context, AcceptedRequest accepted)
    {
        var record = log.Begin(accepted);
        var meter = new RequestMeter(metrics, accepted);
        var source = engine.Start(accepted.Courses, accepted.ArrivalTicks);
        var writer = new AnswerWriter(context, accepted, source, meter, new StreamInterval(options.StreamInterval, accepted.Plans.Count), record);
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
            meter.Close();
            if (record is not null) log.Finish(record);
        }
    }

    private static string? ClientId(HttpContext context)
    {
        var value = context.Request.Headers[RequestIdHeader];
        return value.Count > 0 && value[0] is { Length: > 0 } id ? id : null;
    }
}
