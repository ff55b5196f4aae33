namespace VllmStream.Cli.Explaining;

/// <summary>Words of options and reports that mean different things to different people.</summary>
internal static class WordTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Word("closed loop", "-c: N in flight, the next is sent when one ends", "The server sets the pace: when it slows down, it gets less load, and queueing hides. Good for the most a server can do."),
        Word("open loop", "-r: requests are sent by plan, whatever the server does", "As users do, who do not wait for each other. Latency counts from the planned send too, so that a slow server cannot hide its own queue."),
        Word("poisson", "arrivals of independent users", "Exponential gaps: the same as gamma:1."),
        Word("constant", "equal gaps", "The kindest arrival there is; real users are not like that."),
        Word("gamma", "gaps with a chosen burstiness", "gamma:B with B under 1 comes in bursts, 1 is poisson, above 1 goes towards constant. What vLLM's benchmark calls burstiness."),
        Word("warmup", "sent first, left out of the numbers", "Connections, caches and compilation make first requests slow. They are recorded and marked, and no sample of anything."),
        Word("drain", "the end of a run", "No more sends; requests in flight may finish for --drain. What is left then is cancelled_by_us."),
        Word("probe", "one request before the load", "Finds the model, the dialect of the stream and where token counts come from, and fails early with a readable line."),
        Word("stream", "--mode stream", "Asks for the answer as it is made. Everything about tokens in time needs this."),
        Word("nonstream", "--mode nonstream", "Asks for the answer in one piece: e2e and throughput only."),
        Word("http2", "--http2: many streams on few connections", "By ALPN over TLS, else with prior knowledge; no HTTP/1.1 instead. As many connections as the streams need. Times are taken in user space and not by the kernel, and the streams of a connection share its reads: what is read together has one time."),
        Word("group", "a named kind of request", "Every metric exists per group, and checks can name one: chat_long.ttft.p99."),
        Word("slo", "objectives of a request", "What a request must meet to be good: --slo ttft<500ms,tpot<25ms. Gives goodput."),
        Word("check", "a condition on the run", "Judged at the end; one that fails gives exit code 99: --check 'ttft.p99 < 800ms'."),
    ];

    private static Topic Word(string name, string title, string text) => new(TopicKind.Word, name, title, text);
}
