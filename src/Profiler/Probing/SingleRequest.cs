using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>Sends a request of the run's kind by itself, before the load. On the context's lane.</summary>
internal sealed class SingleRequest(RunnerContext context, PlannedStep step)
{
    // The plan numbers its requests from 0; this is none of them.
    private const long OwnId = -1;

    // A prompt of its own: a prefix cache that knows it must not speed up a request that counts.
    private const long OwnPrompt = long.MaxValue;

    /// <summary>Sends it and reads its answer.</summary>
    /// <param name="atMost">How long the answer is read once it has begun; null = to its end.</param>
    public async ValueTask<RequestRecord> SendAsync(TimeSpan? atMost)
    {
        using var runner = new RequestRunner(context);
        using var enough = new CancellationTokenSource();
        if (atMost is { } limit)
            runner.Meter = new FirstTokenAlarm(() => enough.CancelAfter(limit));
        await using var stop = enough.Token.Register(runner.Cancel);
        var session = new Session();
        step.SetVariables(new PlanPlace(0, RunStage.Before, 0), session);
        // Whether an answer is as a step expects it is for the load to find out.
        var kind = step.Kind with { Expect = null, Capture = [] };
        var spec = step.SpecOf(new PlanPlace(OwnPrompt, RunStage.Before, OwnPrompt), session);
        runner.Assign(new PlannedRequest(OwnId, kind, Warmup: false, Ticks.Now, Ticks.Now, spec));
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
