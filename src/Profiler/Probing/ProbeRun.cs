using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>One request before the load: shows that the server can be used as the run will use it, and what its answers look like.</summary>
internal sealed class ProbeRun(RunnerContext context, WorkloadOptions workload, ServerTerms terms)
{
    // Statuses with which servers answer a body they do not accept.
    private const int BadRequest = 400;
    private const int UnprocessableContent = 422;

    /// <summary>Sends the probe; when it is refused, once more without the fields that a run can do without, and then finds out which of them it was.</summary>
    /// <param name="atMost">How long the answer is read once it has begun; null = to its end.</param>
    public Task<ProbeResult> RunAsync(TimeSpan? atMost) => context.Lane.RunAsync(() => ProbeAsync(atMost));

    private async ValueTask<ProbeResult> ProbeAsync(TimeSpan? atMost)
    {
        var step = StepWith(terms.Takes);
        var carried = step.OptionalFields;
        var first = await SendAsync(step, atMost);
        if (!IsRefused(first) || carried == OptionalFields.None)
            return new ProbeResult(first, OptionalFields.None);
        var accepted = await SendAsync(StepWith(OptionalFields.None), atMost);
        if (IsRefused(accepted))
            return new ProbeResult(first, OptionalFields.None);

        var refused = OptionalFields.None;
        foreach (var field in Enum.GetValues<OptionalFields>().Where(field => field != OptionalFields.None && carried.HasFlag(field)))
        {
            // The only one is the one.
            if (carried == field)
                return new ProbeResult(accepted, field);
            var record = await SendAsync(StepWith(field), atMost);
            if (IsRefused(record))
                refused |= field;
            else
                accepted = record;
        }
        return new ProbeResult(accepted, refused);
    }

    // careful: a plan looks through all its prompts, so there is one for each request that is sent.
    private PlannedStep StepWith(OptionalFields fields) => new RequestPlan(workload, terms with { Takes = fields }).ForProbe;

    private ValueTask<RequestRecord> SendAsync(PlannedStep step, TimeSpan? atMost) => new SingleRequest(context, step).SendAsync(atMost);

    private static bool IsRefused(RequestRecord record) => record is { Outcome: Outcome.HttpError, HttpStatus: BadRequest or UnprocessableContent };
}
