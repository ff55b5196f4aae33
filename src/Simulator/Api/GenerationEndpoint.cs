using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>POST /v1/chat/completions, /v1/completions, /v1/responses and /v1/messages: reads a request, starts it in the engine, and has it answered.</summary>
/// <remarks>Called by many requests at a time.</remarks>
internal sealed class GenerationEndpoint(SimulatorOptions options, IEngine engine, Pacer pacer, EmissionLog log, ServerMetrics metrics)
{
    private const string RequestIdHeader = "X-Request-Id";

    private readonly RequestReader reader = new(options);
    private readonly SequencePlanner planner = new(options);
    private readonly FaultSelector faults = new(options);
    private readonly ServerProfile profile = options.ServerProfile;

    public async Task HandleAsync(HttpContext context, ApiKind api)
    {
        var clientId = ClientId(context);
        if (clientId is not null) context.Response.Headers[RequestIdHeader] = clientId;
        if (await BodyDocument.ReadAsync(context) is not { } body) return;
        var arrival = MonotonicClock.Now;
        if (!reader.TryRead(api, body, out var request, out var error) || !TryBegin(context, body, arrival, out var run, out error))
        {
            await JsonAnswer.WriteErrorAsync(context, error);
            return;
        }

        var accepted = new AcceptedRequest(
            run is { IsWhole: true } ? request with { Stream = false } : request,
            planner.Plan(request),
            options.Model,
            api.IdPrefix() + (clientId ?? request.RequestId ?? Guid.NewGuid().ToString("N")),
            clientId,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            arrival)
        {
            Style = run?.Style ?? profile.Style,
        };
        if (run?.Answer is null) await GenerateAsync(context, accepted, run);
        else await PlayAsync(run, run.Answer, log.Begin(accepted));
    }

    // The run is null for a request that nothing goes wrong with.
    private bool TryBegin(HttpContext context, ReadOnlyMemory<byte> body, long arrival, out FaultRun? run, [NotNullWhen(false)] out ApiError? error)
    {
        run = null;
        error = null;
        try
        {
            var script = faults.Choose(context, body);
            if (script.IsEmpty) return true;
            if (context.Features.Get<RawConnection>() is { } connection)
            {
                run = new FaultRun(context, connection, pacer, script, profile.Style, body, arrival);
                return true;
            }

            error = ApiError.Validation("faults work over HTTP/1.1 only");
        }
        catch (FaultSyntaxException e)
        {
            error = ApiError.Validation(e.Message);
        }

        return false;
    }

    private async Task GenerateAsync(HttpContext context, AcceptedRequest accepted, FaultRun? run)
    {
        run?.TakeOver();
        var record = log.Begin(accepted);
        var meter = new RequestMeter(metrics, accepted);
        var source = engine.Start(accepted.Courses, accepted.ArrivalTicks);
        AnswerSink sink = run is null ? new KestrelSink(context) : new StagedSink(run.First);
        var writer = new AnswerWriter(sink, accepted, run?.Decorate(source) ?? source, meter, new StreamInterval(options.StreamInterval, accepted.Plans.Count), record);
        try
        {
            // A client that leaves ends its request at once, as in vLLM.
            await using (context.RequestAborted.UnsafeRegister(static state => ((ITokenSource)state!).Abort(), source))
            {
                await (accepted.Request.Stream ? writer.WriteStreamAsync(Head(context, profile.StreamType)) : writer.WriteWholeAsync(Head(context, "application/json")));
            }
        }
        finally
        {
            meter.Close();
            if (record is not null) log.Finish(record);
        }
    }

    private async Task PlayAsync(FaultRun run, FaultAnswer answer, EmissionRecord? record)
    {
        run.TakeOver();
        try
        {
            await answer.PlayAsync(run, (due, began, tokens) => record?.Add(new EmissionEvent(due, began, MonotonicClock.Now, 0, tokens, 1, EmissionKind.Played)));
        }
        finally
        {
            if (record is not null) log.Finish(record);
        }

        // What Kestrel does after the end of a request is no work for the timing thread.
        await Task.Yield();
    }

    private AnswerHead Head(HttpContext context, string contentType)
    {
        var head = new AnswerHead(StatusCodes.Status200OK, contentType);
        foreach (var (name, value) in context.Response.Headers) head.Add(name, value.ToString());
        foreach (var (name, value) in profile.Headers) head.Add(name, value);
        return head;
    }

    private static string? ClientId(HttpContext context)
    {
        var value = context.Request.Headers[RequestIdHeader];
        return value.Count > 0 && value[0] is { Length: > 0 } id ? id : null;
    }
}
