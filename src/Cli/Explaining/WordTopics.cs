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
        Word("server lost", "for more than 5 s every attempt found no server", "Refused, reset before an answer, or no connection in time, and nothing else in between; what this client gave up itself does not count. The run goes on, a note says when it began and when an attempt reached the server again."),
        Word("probe", "one request before the load", "Finds the model, the dialect of the stream and where token counts come from, and fails early with a readable line."),
        Word("stream", "--mode stream", "Asks for the answer as it is made. Everything about tokens in time needs this."),
        Word("nonstream", "--mode nonstream", "Asks for the answer in one piece: e2e and throughput only."),
        Word("paired", "--mode paired", "Sends every prompt twice, streamed (A) and not (B), in an order that swaps, and compares E2E pair by pair: the median of A - B with a 95 % interval by bootstrap over pairs, which needs 20 whole pairs, and how much earlier a user sees text. The two halves are groups (chat_stream, chat_nonstream); TTFT is of the streamed one alone. Rate and -n count requests, two of them a pair. Members never find each other's prompt in a prefix cache. Many answers of different length make the interval wide: --ignore-eos."),
        Word("retry", "another attempt of a failed request: --retries N", "After a 429, a 5xx, a broken connection, a timeout or an error in the stream. Waits as long as the server's Retry-After says (seconds, or a date by the server's own clock), else 100 ms, doubling. An attempt that would begin later than --retry-budget after the first one began is not made, and the last one counts. Latency counts from the first send; every attempt is a record; an open loop sends by its plan all the same."),
        Word("redirect", "a server that sends us elsewhere", "Followed before the load, by look-up and probe, at most five times: the load then goes where it leads, and a note says so. Method and body are kept: a POST is not sent on by 301, 302 or 303. Never followed away from TLS, nor to another scheme, host or port where a key, header, client certificate or query says who you are: the error names the address, and naming it yourself is how to say yes. A redirect in the load is http_error: a request that pays for one hop more would measure that too."),
        Word("http2", "--http2: many streams on few connections", "By ALPN over TLS, else with prior knowledge; no HTTP/1.1 instead. As many connections as the streams need. Times are taken in user space and not by the kernel, and the streams of a connection share its reads: what is read together has one time."),
        Word("group", "a named kind of request", "Every metric exists per group, and checks can name one: chat_long.ttft.p99."),
        Word("mtls", "--cert FILE, --key FILE: who we are to a server that asks", "PEM (certificate first, then those between it and its root; the key in the same file or in --key) or PKCS#12, told apart by content. Shown by look-up, probe and load alike. A key must not be encrypted, because no password is taken: openssl pkey -in client.key -out plain.key. A server that wants one and gets none often says so only after the handshake, or not at all: that is connect_error with the kind tls."),
        Word("slo", "objectives of a request", "What a request must meet to be good: --slo ttft<500ms,tpot<25ms. Gives goodput."),
        Word("sweep", "rising load until something breaks", "Twice the load while it is kept, then between the highest that is kept and the lowest that broke, until they are within 3 % or neighbours. A load is kept when a share of the requests (--slo-share) meets --slo, checks hold, and nothing piles up; a stage ends as soon as its interval decides. Every stage is a run of its own with its own file. In its table good is the share with its 95 % interval, and ? stands where the interval did not decide within the stage and the estimate had to."),
        Word("saturated", "more came than was done", "The number in flight of an open loop rose over the last half of a stage, surely and by more than 2 % of the rate. The stage is given up at once; what was done meanwhile shows what the server can do."),
        Word("knee", "the load with the most throughput for its latency", "Where throughput over E2E p50 is largest (Kleinrock's power): beyond it more load costs more waiting than it gets done."),
        Word("collapse", "more load, and less done", "A load at which at least a tenth less is done than at a lower one. The likely cause is read from errors, from the server's KV cache and preemptions, and from the queue."),
        Word("check", "a condition on the run", "Judged at the end; one that fails gives exit code 99: --check 'ttft.p99 < 800ms'."),
    ];

    private static Topic Word(string name, string title, string text) => new(TopicKind.Word, name, title, text);
}
