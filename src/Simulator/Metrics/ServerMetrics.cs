namespace VllmStream.Simulation;

/// <summary>What the requests add up to, in vLLM's terms. Counted from any thread.</summary>
internal sealed class ServerMetrics(int maxModelLen)
{
    private readonly long[] finished = new long[3];
    private long running;
    private long promptTokens;
    private long cachedTokens;
    private long generationTokens;

    public Histogram TimeToFirstToken { get; } = Histogram.OfSeconds(Buckets.TimeToFirstToken);

    public Histogram InterTokenLatency { get; } = Histogram.OfSeconds(Buckets.PerToken);

    public Histogram TimePerOutputToken { get; } = Histogram.OfSeconds(Buckets.PerToken);

    public Histogram EndToEnd { get; } = Histogram.OfSeconds(Buckets.Request);

    public Histogram Queue { get; } = Histogram.OfSeconds(Buckets.Request);

    public Histogram Inference { get; } = Histogram.OfSeconds(Buckets.Request);

    public Histogram Prefill { get; } = Histogram.OfSeconds(Buckets.Request);

    public Histogram Decode { get; } = Histogram.OfSeconds(Buckets.Request);

    public Histogram PromptLength { get; } = Histogram.OfCounts(Buckets.Tokens(maxModelLen));

    public Histogram GenerationLength { get; } = Histogram.OfCounts(Buckets.Tokens(maxModelLen));

    public Histogram MaxGenerationLength { get; } = Histogram.OfCounts(Buckets.Tokens(maxModelLen));

    public Histogram MaxTokensParameter { get; } = Histogram.OfCounts(Buckets.Tokens(maxModelLen));

    public Histogram ComputedPromptLength { get; } = Histogram.OfCounts(Buckets.Tokens(maxModelLen));

    public Histogram ChoicesParameter { get; } = Histogram.OfCounts(Buckets.Choices);

    /// <summary>Sequences that have not ended.</summary>
    public long Running => Volatile.Read(ref running);

    public long PromptTokens => Volatile.Read(ref promptTokens);

    /// <summary>Those of them that were in the cache.</summary>
    public long CachedTokens => Volatile.Read(ref cachedTokens);

    public long GenerationTokens => Volatile.Read(ref generationTokens);

    public long FinishedBy(FinishReason reason) => Volatile.Read(ref finished[(int)reason]);

    public void Started() => Interlocked.Increment(ref running);

    public void FirstToken(SequenceCourse course, long arrivalTicks)
    {
        Interlocked.Add(ref promptTokens, course.Plan.PromptTokens);
        Interlocked.Add(ref cachedTokens, course.CachedTokens);
        TimeToFirstToken.Observe(course.FirstTicks - arrivalTicks);
    }

    public void Generated(int tokens) => Interlocked.Add(ref generationTokens, tokens);

    public void Finished(SequenceCourse course, long arrivalTicks, int maxTokens)
    {
        End(course.Plan.Finish);
        EndToEnd.Observe(course.LastTicks - arrivalTicks);
        Queue.Observe(course.ScheduledTicks - course.QueuedTicks);
        Prefill.Observe(course.PrefilledTicks - course.ScheduledTicks);
        Decode.Observe(course.DecodedTicks - course.PrefilledTicks);
        Inference.Observe(course.DecodedTicks - course.ScheduledTicks);
        if (course.Tokens > 1) TimePerOutputToken.Observe((course.DecodedTicks - course.PrefilledTicks) / (course.Tokens - 1));
        PromptLength.Observe(course.Plan.PromptTokens);
        GenerationLength.Observe(course.Tokens);
        ComputedPromptLength.Observe(course.Plan.PromptTokens - course.CachedTokens);
        MaxTokensParameter.Observe(Math.Min(maxTokens, maxModelLen - course.Plan.PromptTokens));
    }

    public void Aborted() => End(FinishReason.Abort);

    /// <summary>All choices of one prompt have ended.</summary>
    public void PromptFinished(int choices, int mostTokens)
    {
        ChoicesParameter.Observe(choices);
        MaxGenerationLength.Observe(mostTokens);
    }

    private void End(FinishReason reason)
    {
        Interlocked.Decrement(ref running);
        Interlocked.Increment(ref finished[(int)reason]);
    }
}
