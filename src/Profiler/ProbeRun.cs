using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>One request before the load: shows that the server can be used as the run will use it, and what its answers look like.</summary>
internal sealed class ProbeRun(RunnerContext context, WorkloadOptions workload, string model)
{
    // Statuses with which servers answer a body they do not accept.
    private const int BadRequest = 400;
    private const int UnprocessableContent = 422;

    // The plan numbers its requests from 0; the probe is none of them.
    private const long ProbeId = -1;

    // A prompt of its own: a prefix cache that knows it must not speed up a request that counts.
    private const long ProbePrompt = long.MaxValue;

    /// <summary>Sends the probe; when it is refused with stream_options in it, once more without.</summary>
    /// <param name="atMost">How long the answer is read once it has begun; null = to its end.</param>
    public Task<ProbeResult> RunAsync(TimeSpan? atMost) => context.Lane.RunAsync(() => ProbeAsync(atMost));

    private async ValueTask<ProbeResult> ProbeAsync(TimeSpan? atMost)
    {
        var wantsUsage = new RequestPlan(workload, model, includeUsage: true).ForProbe.IsStreamed;
        var record = await SendAsync(wantsUsage, atMost);
        // What is not streamed shows nothing of how a server streams.
        if (!wantsUsage)
            return new ProbeResult(record, IncludeUsage: true);
        if (record is not { Outcome: Outcome.HttpError, HttpStatus: BadRequest or UnprocessableContent })
            return new ProbeResult(record, IncludeUsage: true);

        var second = await SendAsync(includeUsage: false, atMost);
        return second.Outcome == Outcome.HttpError ? new ProbeResult(record, IncludeUsage: true) : new ProbeResult(second, IncludeUsage: false);
    }

    private async Task<RequestRecord> SendAsync(bool includeUsage, TimeSpan? atMost)
    {
        var plan = new RequestPlan(workload, model, includeUsage);
        using var runner = new RequestRunner(context);
        using var enough = new CancellationTokenSource();
        if (atMost is { } limit)
            runner.Meter = new FirstTokenAlarm(() => enough.CancelAfter(limit));
        await using var stop = enough.Token.Register(runner.Cancel);
        var step = plan.ForProbe;
        var session = new Session();
        step.SetVariables(0, session);
        // Whether an answer is as a step expects it is for the load to find out.
        var kind = step.Kind with { Expect = null, Capture = [] };
        var planned = new PlannedRequest(ProbeId, kind, Warmup: false, Clock.Ticks.Now, Clock.Ticks.Now, step.SpecOf(ProbePrompt, session));
        runner.Assign(planned);
        return await runner.RunAsync(attempt: 1);
    }

    private sealed class FirstTokenAlarm(Action onFirstToken) : TokenMeter
    {
        public override void FirstToken(long ttftTicks) => onFirstToken();

        public override void Gap(int microseconds)
        {
        }

        public override void Tokens(int count)
        {
        }
    }
}
