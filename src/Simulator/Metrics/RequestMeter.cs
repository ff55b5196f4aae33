namespace VllmStream.Simulation;

/// <summary>
/// Feeds the metrics from one request, sequence by sequence, since vLLM's engine counts each of n choices as a request
/// of its own. Used by that request alone.
/// </summary>
internal sealed class RequestMeter
{
    private readonly ServerMetrics metrics;
    private readonly AcceptedRequest accepted;

    // When each sequence had its newest output; 0 before the first, long.MaxValue once it has ended.
    private readonly long[] newest;

    public RequestMeter(ServerMetrics metrics, AcceptedRequest accepted)
    {
        this.metrics = metrics;
        this.accepted = accepted;
        newest = new long[accepted.Plans.Count];
        for (var i = 0; i < newest.Length; i++) metrics.Started();
    }

    public void Step(in TokenStep step, long ticks)
    {
        ref var last = ref newest[step.Choice];
        var sinceArrival = ticks - accepted.ArrivalTicks;
        if (last == 0) metrics.FirstToken(accepted.Plans[step.Choice].PromptTokens, sinceArrival);
        else metrics.Gap(ticks - last);
        metrics.Generated(step.Tokens);
        last = ticks;
        if (!step.IsLast) return;
        last = long.MaxValue;
        metrics.Finished(accepted.Plans[step.Choice].Finish, sinceArrival);
    }

    /// <summary>Counts what has not ended by itself as aborted.</summary>
    public void Close(long ticks)
    {
        foreach (ref var last in newest.AsSpan())
        {
            if (last == long.MaxValue) continue;
            last = long.MaxValue;
            metrics.Finished(FinishReason.Abort, ticks - accepted.ArrivalTicks);
        }
    }
}
