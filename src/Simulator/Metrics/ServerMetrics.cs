namespace VllmStream.Simulation;

/// <summary>What /metrics reports: counts of what was really sent, in vLLM's names. Counted from any thread.</summary>
internal sealed class ServerMetrics(string model)
{
    // vLLM's own buckets, in seconds.
    private static readonly double[] TtftBuckets = [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];
    private static readonly double[] ItlBuckets = [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
    private static readonly double[] E2eBuckets = [.3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];

    private readonly LatencyHistogram ttft = new(TtftBuckets);
    private readonly LatencyHistogram itl = new(ItlBuckets);
    private readonly LatencyHistogram e2e = new(E2eBuckets);
    private readonly long[] finished = new long[3];
    private long running;
    private long promptTokens;
    private long generationTokens;

    public void Started() => Interlocked.Increment(ref running);

    public void FirstToken(int prompt, long sinceArrivalTicks)
    {
        Interlocked.Add(ref promptTokens, prompt);
        ttft.Observe(sinceArrivalTicks);
    }

    public void Gap(long ticks) => itl.Observe(ticks);

    public void Generated(int tokens) => Interlocked.Add(ref generationTokens, tokens);

    public void Finished(FinishReason reason, long sinceArrivalTicks)
    {
        Interlocked.Decrement(ref running);
        Interlocked.Increment(ref finished[(int)reason]);
        e2e.Observe(sinceArrivalTicks);
    }

    public string Expose()
    {
        var text = new PrometheusText(model);
        text.Head("vllm:num_requests_running", "gauge", "Number of requests in model execution batches.");
        text.Sample("vllm:num_requests_running", Volatile.Read(ref running));
        // Each sequence starts at once in this engine, so the queue is truly empty.
        text.Head("vllm:num_requests_waiting", "gauge", "Number of requests waiting to be processed.");
        text.Sample("vllm:num_requests_waiting", 0);
        text.Head("vllm:prompt_tokens_total", "counter", "Number of prefill tokens processed.");
        text.Sample("vllm:prompt_tokens_total", Volatile.Read(ref promptTokens));
        text.Head("vllm:generation_tokens_total", "counter", "Number of generation tokens processed.");
        text.Sample("vllm:generation_tokens_total", Volatile.Read(ref generationTokens));
        text.Head("vllm:request_success_total", "counter", "Count of successfully processed requests.");
        for (var reason = FinishReason.Stop; reason <= FinishReason.Abort; reason++)
        {
            text.Sample("vllm:request_success_total", Volatile.Read(ref finished[(int)reason]), "finished_reason", reason.Label());
        }

        text.Head("vllm:time_to_first_token_seconds", "histogram", "Histogram of time to first token in seconds.");
        ttft.Write(text, "vllm:time_to_first_token_seconds");
        text.Head("vllm:inter_token_latency_seconds", "histogram", "Histogram of inter-token latency in seconds.");
        itl.Write(text, "vllm:inter_token_latency_seconds");
        text.Head("vllm:e2e_request_latency_seconds", "histogram", "Histogram of e2e request latency in seconds.");
        e2e.Write(text, "vllm:e2e_request_latency_seconds");
        return text.ToString();
    }
}
