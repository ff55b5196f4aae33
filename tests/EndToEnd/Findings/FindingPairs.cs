namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>The findings that one simulator and one run are enough for.</summary>
/// <remarks>
/// Where a number of requests decides, faults are given to requests by their number, with neither probe nor warm-up before them, so that
/// the two sides of a pair are one request apart, however busy the machine is.
/// </remarks>
internal static class FindingPairs
{
    private const string AtOnce = "--no-probe --warmup 0";

    public static IReadOnlyList<FindingPair> All { get; } =
    [
        // 40 at a time are 39 requests/s: of 60 the last ones wait for a second, where 120 may be in flight none; a tenth of TTFT is 100 ms.
        FindingPair.OfLoads("sends_late", "--ttft 1s --itl 10ms", "-r 60 --arrival constant -n 120 --osl 4 --max-concurrency 40", "-r 60 --arrival constant -n 120 --osl 4 --max-concurrency 120"),
        // Two of 120 are above 1 %, one is below.
        FindingPair.OfServers("failures", "--fault status(500)@#11 --fault status(500)@#60", "--fault status(500)@#11", $"-c 8 -n 120 --osl 4 {AtOnce}"),
        // Six requests fit as they come; grown to their length only four do.
        FindingPair.OfLoads("preemption", "--preset analytic --step-base 8ms --kv-blocks 32", "--endpoint completions --exact-isl --isl 64 --osl 64 --ignore-eos -c 6 -n 24", "--endpoint completions --exact-isl --isl 64 --osl 64 --ignore-eos -c 4 -n 24"),
        // Eight places for ten steps of 25 ms each are 32 requests/s. A warm-up of a second would leave a queue, beside which the growth is less.
        FindingPair.OfLoads("queue_grows", "--preset analytic", "-r 48 --arrival constant -d 3s --osl 10 --warmup 8", "-r 26 --arrival constant -d 3s --osl 10 --warmup 8"),
        // The shape is that of most answers.
        FindingPair.OfServers("buffered", "--fault burst@75%", "--fault burst@25%", $"-c 8 -n 48 --osl 12 {AtOnce}"),
        FindingPair.OfServers("batched", "--fault events-per-write(n=4)@75%", "--fault events-per-write(n=4)@25%", $"-c 8 -n 48 --osl 24 {AtOnce}"),
        // A stall is longer than 250 ms; what the machine adds must stay below the difference.
        FindingPair.OfServers("stalls", "--stall 300ms:50%", "--stall 100ms:50%", "-c 8 -n 48 --osl 12"),
        // 136 blocks of 16 tokens hold four prompts of 512 tokens with 32 of answer; three fill three quarters.
        FindingPair.OfLoads("kv_cache_full", "--preset analytic --step-base 10ms --kv-blocks 136", "--endpoint completions --exact-isl --isl 512 --osl 32 --ignore-eos -c 4 -d 3s --warmup 4", "--endpoint completions --exact-isl --isl 512 --osl 32 --ignore-eos -c 3 -d 3s --warmup 3"),
        // Eight places: two of ten wait all the time, none of eight but for the step under way.
        FindingPair.OfLoads("queueing", "--preset analytic --step-base 10ms", "-c 10 -d 4s --osl 20..80 --ignore-eos", "-c 8 -d 4s --osl 20..80 --ignore-eos"),
        // Half of the connections are closed behind their answer, and one in ten.
        FindingPair.OfServers("connection_churn", "--fault close@50%", "--fault close@10%", $"-c 4 -n 120 --osl 2 {AtOnce}"),
        // The fifth of the first ten is the median.
        FindingPair.OfServers("cold_start", "--fault delay(250ms)@#1..6", "--fault delay(250ms)@#1..5", $"-c 1 -n 20 --osl 2 {AtOnce}"),
        // Half of each prompt is known, and a tenth.
        FindingPair.OfLoads("prefix_cache", "--preset small-1gpu", $"-c 4 -n 40 --isl 256 --prefix 256 --osl 4 {AtOnce}", $"-c 4 -n 40 --isl 256 --prefix 48 --osl 4 {AtOnce}"),
        // Four of 40 answers are of two tokens, and three.
        FindingPair.OfServers("short_output", "--fault 'play(R C(a)@60 C(b)@80 tail(2))@#1..4'", "--fault 'play(R C(a)@60 C(b)@80 tail(2))@#1..3'", $"-c 8 -n 40 --osl 10 --ignore-eos {AtOnce}"),
        FindingPair.OfLoads("too_few_samples", "", $"-c 20 -n 99 --osl 2 --check ttft.p99<30s {AtOnce}", $"-c 20 -n 100 --osl 2 --check ttft.p99<30s {AtOnce}"),
        // One draft a step: 1.15 tokens an event where 15 % are right, 1.02 with 2 %.
        FindingPair.OfServers("several_tokens", "--preset small-1gpu --spec-decode 1:0.15", "--preset small-1gpu --spec-decode 1:0.02", $"-c 8 -n 48 --osl 64 --ignore-eos {AtOnce}"),
    ];

    public static FindingPair Of(string code) => All.Single(pair => pair.Code == code);
}
