namespace VllmStream.Tests.Cli;

public sealed class ErrorLineTests
{
    [Theory]
    [InlineData("run h --rate 8 --concurrency 32", "--rate 8 and --concurrency 32 are two load shapes; for a rate with a ceiling use --rate 8 --max-concurrency 32")]
    [InlineData("run h -c 32 -r 8", "-r 8 and -c 32 are two load shapes; for a rate with a ceiling use --rate 8 --max-concurrency 32")]
    [InlineData("run h -c 32 --max-concurrency 64", "-c 32 and --max-concurrency 64 are two load shapes; a ceiling belongs to a rate, so keep -c 32")]
    [InlineData("run h --arrival constant", "--arrival constant is about the gaps of a rate, and there is none; add --rate R")]
    [InlineData("run h --burstiness 0.5 -c 3", "--burstiness 0.5 is about the gaps of a rate, and there is none; add --rate R")]
    [InlineData("run h -r 8 --arrival constant --burstiness 0.5", "--arrival constant and --burstiness 0.5 contradict each other; keep one")]
    [InlineData("run h -r 8 --arrival gamma", "--arrival gamma has no shape; write gamma:0.5")]
    [InlineData("run h -r inf", "-r inf has no plan to keep; write --concurrency N for as fast as N in flight go")]
    [InlineData("run h -c 0", "-c 0 is too small; the least is 1")]
    [InlineData("run h -c many", "-c many is no whole number; write 500, 10k or 1m")]
    [InlineData("run h -r 8 -r 9", "-r is given twice, 8 and 9; keep one")]
    public Task Load_that_cannot_be_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h -r 1000000000m", "-r 1000000000m is too large; the most is 1000000/s")]
    [InlineData("run h -r 0.0000001", "-r 0.0000001 is too small; the least is 0.000001/s")]
    [InlineData("run h -r 8 -n 9000000000000m", "-n 9000000000000m is too large; the most is 1000000000000")]
    [InlineData("run h -r 0.00001 -n 1000", "-n 1000 takes 1157.4 days at 0.00001 requests/s; the most is 366 days")]
    [InlineData("run h -r 0.001 --warmup 1000000000000", "--warmup 1000000000000 takes 11574074074.1 days at 0.001 requests/s; the most is 366 days")]
    [InlineData("run h -r 8 --warmup 1000000000001", "--warmup 1000000000001 is too large; the most is 1000000000000")]
    [InlineData("run h -r 1m --warmup 1h", "--warmup 1h is too long; at 1000000 requests/s the most is 10000000 requests")]
    [InlineData("run h --warmup 600h", "--warmup 600h is too long; the most is 576h")]
    [InlineData("run h --users 2 --spawn-rate 0.0000000000001", "--spawn-rate 0.0000000000001 is too small; the least is 0.000001/s")]
    [InlineData("run h --users 60k --spawn-rate 0.001", "60000 users at 0.001 more per second take 694.4 days to begin; the most is 24 days")]
    [InlineData("run h -f s.yaml --spawn-rate 0.000001", "5 users at 0.000001 more per second take 46.3 days to begin; the most is 24 days")]
    [InlineData("run h --drain 1500h", "--drain 1500h is too long; the most is 576h")]
    [InlineData("run h --users 2 --think 1s..1500h", "--think 1s..1500h is too long; the most is 576h")]
    [InlineData("run h --cancel '5% after 1500h'", "--cancel 5% after 1500h is too long; the most is 576h")]
    [InlineData("run h --timeout-total 1500h", "--timeout-total 1500h is too long; the most is 576h")]
    [InlineData("run h --stages 577h:1", "--stages 577h:1 has the stage 577h:1: 577h is too long; the most is 576h")]
    [InlineData("run h -r 1 --burstiness 0.001", "--burstiness 0.001 is too small; the least shape is 0.01")]
    [InlineData("run h --trace t.jsonl --speed 0.001", "--speed 0.001 makes t.jsonl 3000 days long; the most is 366 days")]
    public Task Load_beyond_any_clock_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h --duration 30", "--duration 30 has no unit; write 30s, 30m or --requests 30")]
    [InlineData("run h -z 30", "-z 30 has no unit; write 30s, 30m or --requests 30")]
    [InlineData("run h -d 0s", "-d 0s measures nothing; write a time above 0")]
    [InlineData("run h -d 30s -n 100", "-d 30s and -n 100 both end the run; keep one")]
    [InlineData("run h --drain 30", "--drain 30 has no unit; write 30ms, 30s or 30m")]
    [InlineData("run h --timeout 30", "--timeout 30 has no unit; write 30ms, 30s or 30m")]
    [InlineData("run h --timeout-idle 0s", "--timeout-idle 0s ends every request; write none for no limit")]
    [InlineData("run h --warmup soon", "--warmup soon is neither a time nor a count; write 10s or 16")]
    [InlineData("run h --slo ttft<500", "--slo ttft<500 has a limit that does not fit: ttft<500 has no unit; write 500ms, 500s or 500m")]
    [InlineData("run h --check ttft<500ms", "--check 'ttft<500ms': at \"ttft\": no statistic; write ttft.p99 or ttft.mean")]
    [InlineData("run h --threshold 'ttft.p99 <> 500ms'", "--threshold 'ttft.p99 <> 500ms': at \"<>\": no comparison; write <, <=, > or >=")]
    [InlineData("run h --threshold 5%", "--threshold 5% is no check; with --baseline write --baseline-threshold 5%")]
    [InlineData("run h --check 'chat_lnog.ttft.p99 < 1s'", "--check 'chat_lnog.ttft.p99 < 1s': at \"chat_lnog\": no group of this run; it can be chat")]
    [InlineData("run h -f s.yaml --check 'tt.error_rate < 1%'", "--check 'tt.error_rate < 1%': at \"tt\": no group of this run; it can be t")]
    [InlineData("sweep h --check 'chat_lnog.ttft.p99 < 1s'", "--check 'chat_lnog.ttft.p99 < 1s': at \"chat_lnog\": no group of this run; it can be chat")]
    [InlineData("run h --check 'goodput > 7'", "--check 'goodput > 7': at \"goodput\": no objectives to meet; add --slo ttft<500ms")]
    [InlineData("run h --check 'met_ratio > 95%'", "--check 'met_ratio > 95%': at \"met_ratio\": no objectives to meet; add --slo ttft<500ms")]
    [InlineData("run h --retries -1", "--retries -1 is too small; the least is 0")]
    [InlineData("run https://h --key k.pem", "--key k.pem is no file that can be read")]
    [InlineData("run https://h --cert '-----BEGIN CERTIFICATE-----'", "--cert takes the name of a file, not what is in it")]
    [InlineData("run h --retry-budget 5s", "--retry-budget 5s limits attempts after the first, and there are none; add --retries N")]
    [InlineData("run h --retries 1 --retry-budget 25h", "--retry-budget 25h is longer than 24h, the longest that is waited")]
    [InlineData("run h --cacert no.pem", "--cacert no.pem is no file that can be read")]
    public Task Limit_that_cannot_be_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h --streaming --mode nonstream", "--streaming and --mode nonstream contradict each other; keep one")]
    [InlineData("run h --mode steam", "--mode steam is unknown; nearest: stream")]
    [InlineData("run h --mode paired --no-stream", "--mode paired and --no-stream contradict each other; keep one")]
    [InlineData("run h --mode paired -n 401", "-n 401 is odd, and --mode paired sends requests in twos; write --requests 400 or 402")]
    [InlineData("run h --mode paired -n 1", "-n 1 is odd, and --mode paired sends requests in twos; write --requests 2")]
    [InlineData("run h --mode paired --warmup 5", "--warmup 5 is odd, and --mode paired sends requests in twos; write --warmup 4 or 6")]
    [InlineData("run h --mode paired --turns 3", "--turns 3 builds each prompt on the answer before, and --mode paired compares answers to the same prompt; leave it out")]
    [InlineData("run h --mode paired --stages 1s:1", "--stages 1s:1 does not go with --mode paired: it changes the load under the pairs; give one level at a time, --rate R or --concurrency N")]
    [InlineData("run h --mode paired --cancel '5% after 2s'", "--cancel 5% after 2s does not go with --mode paired: it cuts answers, and a pair needs both to their end; leave it out")]
    [InlineData("run h --mode paired --endpoint embeddings", "--mode paired does not fit --endpoint embeddings, whose answers cannot be asked for both ways; leave it out")]
    [InlineData("run h --mode paired --endpoint /x", "--mode paired does not fit --endpoint /x, whose answers cannot be asked for both ways; leave it out")]
    [InlineData("run h --mode paired -f rag", "--mode paired needs tasks of one request, and rag has 2, of which the later build on earlier answers")]
    [InlineData("run h --mode paired -f workflow", "--mode paired needs answers that can be asked for both ways, and models asks models")]
    [InlineData("run h --endpoint embeddings --mode stream", "--mode stream does not fit --endpoint embeddings, whose answers are never streamed; leave it out")]
    [InlineData("run h --endpoint /my/päth", "--endpoint /my/päth has a blank or a character beyond ASCII in it; write them as %XX")]
    [InlineData("run h --endpoint xyz", "--endpoint xyz is unknown; it can be chat, completions, responses, messages, embeddings, rerank, score, models")]
    [InlineData("run h --endpoint embedings", "--endpoint embedings is unknown; nearest: embeddings")]
    [InlineData("run h --backend openai-chat --endpoint /v1/completions", "--backend openai-chat and --endpoint /v1/completions contradict each other; keep one")]
    [InlineData("run http://h/v1/chat/completions --endpoint completions", "--endpoint completions contradicts the path of the URL; give the URL without its path")]
    [InlineData("run h --prompt hi --isl 5", "--prompt hi gives the prompts, and --isl 5 would too; keep one")]
    [InlineData("run h --prompt ''", "--prompt is empty; write a prompt of at least one character")]
    [InlineData("run h --prompt hi --prefix 64", "--prompt hi gives the prompts, and --prefix 64 would too; keep one")]
    [InlineData("run h --prefix 64x", "--prefix 64x is no whole number; write 500, 10k or 1m; a shared beginning is 512, or 512x8 for eight of them")]
    [InlineData("run h --turns 2 --prompts talks.jsonl", "--turns 2 would go on with conversations, and those of the file (messages) are whole; give its lines a prompt in place of messages")]
    [InlineData("run h --extra-body '{\"a\":{\"b\":1,\"b\":2}}'", "--extra-body {\"a\":{\"b\":1,\"b\":2}} has a member twice; keep one")]
    [InlineData("run h --endpoint rerank --exact-isl", "--exact-isl has no place in a request to rerank; leave it out")]
    [InlineData("run h --endpoint score --exact-isl", "--exact-isl has no place in a request to score; leave it out")]
    [InlineData("run h --endpoint models --isl 5 --prefix 5", "--isl 5 has no place in a request to models; leave it out")]
    [InlineData("run h --endpoint models --extra-body {}", "--extra-body {} has no place in a request to models; leave it out")]
    [InlineData("run h --endpoint /health --prompt hi", "--prompt hi has no place in a request to /health; leave it out")]
    [InlineData("run h --endpoint embeddings --osl 5", "--osl 5 has no place in a request to embeddings; leave it out")]
    [InlineData("run h --endpoint messages --ignore-eos", "--ignore-eos has no place in a request to messages; leave it out")]
    [InlineData("run h --isl 200m", "--isl 200m is too many tokens; the most is 10000000")]
    [InlineData("run h --isl 1..11m", "--isl 1..11m is too many tokens; the most is 10000000")]
    [InlineData("run h --prefix 100m --isl 100m", "--isl 100m is too many tokens; the most is 10000000")]
    [InlineData("run h --prefix 100m", "--prefix 100m is too large; the most is 10000000; a shared beginning is 512, or 512x8 for eight of them")]
    [InlineData("run h --turns 3 --endpoint completions", "--turns 3 needs a conversation, which --endpoint completions has not")]
    [InlineData("run h --turns 101", "--turns 101 is too large; the most is 100")]
    [InlineData("run h -f rag --turns 3", "-f rag says what is asked, and --turns 3 would too; keep one")]
    [InlineData("run h --trace t --osl 5", "--trace t is no file that can be read")]
    [InlineData("run h --trace t -c 3", "--trace t and -c 3 are two load shapes; keep one")]
    [InlineData("run h --trace t --stages 1s:1", "--stages 1s:1 and --trace t are two load shapes; keep one")]
    [InlineData("run h --trace t --arrival constant", "--arrival constant is about the gaps of a rate, and --trace t has its own times; keep one")]
    [InlineData("run h --speed 3", "--speed 3 is about a trace, and there is none; add --trace FILE")]
    [InlineData("run h --stages-of concurrency", "--stages-of concurrency is about stages, and there are none; add --stages 30s:2,2m>8")]
    [InlineData("run h --stages 1s:1.5 --stages-of concurrency", "--stages 1s:1.5 has the stage 1s:1.5: 1.5 is no whole number; write 500, 10k or 1m")]
    [InlineData("run h --stages 1s:1 --stages-of concurrency --max-concurrency 4", "--max-concurrency 4 is a ceiling over a rate, and the stages are of concurrency; leave it out")]
    [InlineData("run h --cancel 5%", "--cancel 5% is no share with a time; write '5% after 2s'")]
    [InlineData("run h --model ''", "--model is empty; leave it out to take the first of /v1/models")]
    [InlineData("run h --extra-body [1]", "--extra-body [1] is JSON but no object; write '{\"top_k\": 20}'")]
    [InlineData("run h --top-p 2", "--top-p 2 is too large; the most is 1")]
    [InlineData("run h --seed x", "--seed x is no whole number; write 500, 10k or 1m")]
    [InlineData("run h --tag commit", "--tag commit has no key or no =; write commit=1a2b3c")]
    [InlineData("run h --tag a=1 a=2", "--tag a=2 gives a second value to its key; keep one")]
    public Task Workload_that_cannot_be_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h -H 'Bad Name: sesame'", "-H has a name with characters that no header has; write 'Name: value'")]
    [InlineData("run h --api-key sesame --api-key-env X", "--api-key-env X and --api-key *** both give the key; keep one")]
    [InlineData("run h --api-key sesame --api-key open", "--api-key *** and --api-key *** contradict each other; keep one")]
    [InlineData("run h --api-key sesame -H 'Authorization: x'", "--api-key and the header Authorization both say who asks; keep one")]
    [InlineData("run http://me:sesame@h --api-key x", "--api-key and the user in the URL both say who asks; keep one")]
    [InlineData("run http://me:sesame@h/v1?a=sesame#b", "URL http://***@h/v1?*** has a fragment; give the address without it")]
    [InlineData("run h --api-key ''", "--api-key holds no key: it is empty")]
    [InlineData("run h --api-key sesämé", "--api-key holds no key: it has line breaks or characters beyond ASCII")]
    [InlineData("run h --api-key-env NOPE", "--api-key-env NOPE names a variable that is not set")]
    [InlineData("run h --api-key-file nope", "--api-key-file nope is no file that can be read")]
    [InlineData("run h --proxy socks5://me:sesame@p", "--proxy socks5://***@p is no HTTP proxy; write http://host:port or --proxy none")]
    public async Task Secret_that_cannot_be_is_one_line_without_it(string line, string error)
    {
        var terminal = await IsRefusedAsync(line, error);
        Assert.DoesNotContain("sesam", terminal.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run h --ui tui", "--ui tui needs a terminal, and stdin or stdout is none; use --ui plain")]
    [InlineData("run h --ui gui", "--ui gui is unknown; it can be auto, tui, plain, none")]
    [InlineData("run h --headless --ui plain", "--headless and --ui plain contradict each other; keep one")]
    [InlineData("run h --headless -o x", "--headless and -o x contradict each other; keep one")]
    [InlineData("run h -o - --summary text", "--summary text and -o - both write to stdout; use -o FILE or --summary none")]
    [InlineData("run h --summary xml", "--summary xml is unknown; it can be text, json, none")]
    [InlineData("run h --record all", "--record all is unknown; it can be requests, gaps, raw")]
    [InlineData("run h -o ''", "-o is empty; write a file name, or - for stdout")]
    [InlineData("report no.ndjson", "no.ndjson is no file that can be read")]
    public Task Output_that_cannot_be_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h --max-concurency 4", "no option --max-concurency; nearest: --max-concurrency")]
    [InlineData("run h --max-concurency=4", "no option --max-concurency; nearest: --max-concurrency")]
    [InlineData("run -rate 8 h", "no option -rate; nearest: --rate")]
    [InlineData("run -c8 h", "no option -c8; write -c 8")]
    [InlineData("run -d30s h", "no option -d30s; write -d 30s")]
    [InlineData("run -q 8 h", "-q is a rate in some tools and silence in others; write --rate or --quiet")]
    [InlineData("run -u 8 h", "-u is users in some tools and the address in others; write --users or --url")]
    [InlineData("run -s h", "-s is stages in some tools and silence in others; write --stages or --quiet")]
    [InlineData("report --rate 8 f", "no option --rate for report; it belongs to run, sweep")]
    [InlineData("run h --port 8", "no option --port for run; it belongs to sim")]
    [InlineData("run h --concurrency", "--concurrency has no value; write --concurrency N")]
    [InlineData("run h -c --quiet", "-c has no value; write -c N")]
    [InlineData("rum h", "no command rum; nearest: run")]
    public Task Name_that_is_unknown_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run h i", "run takes one URL, and here are 2: h and i; quote values that have blanks")]
    [InlineData("run --sim h", "--sim and the URL h are two targets; keep one")]
    [InlineData("run h --ttft 5ms", "--ttft 5ms is about the simulator; add --sim")]
    [InlineData("run --sim --itl 20", "--itl 20 has no unit; write 20ms, 20s or 20m")]
    [InlineData("sim h", "sim takes no h; its address is --host and --port")]
    [InlineData("sim --port 70000", "--port 70000 is too large; the most is 65535")]
    [InlineData("run http://[::1", "URL http://[::1 has no IPv6 address between its brackets; write http://[::1]:8000")]
    [InlineData("explain ttfz", "nothing known about ttfz; nearest: ttft")]
    public Task Target_that_cannot_be_is_one_line(string line, string error) => IsRefusedAsync(line, error);

    [Theory]
    [InlineData("run", "run needs a URL, or --sim for the embedded simulator", "vllmstream run --sim")]
    [InlineData("probe", "probe needs a URL, or --sim for the embedded simulator", "vllmstream probe --sim")]
    [InlineData("report", "report needs a file that run wrote", "vllmstream report run-7f3a.ndjson")]
    [InlineData("127.0.0.1:8000", "no command 127.0.0.1:8000", "vllmstream run 127.0.0.1:8000")]
    [InlineData("frobnicate", "no command frobnicate", "vllmstream --help")]
    [InlineData("--rate 8", "no option --rate without a command", "vllmstream --help")]
    [InlineData("run h --frobnicate", "no option --frobnicate", "vllmstream run --help")]
    [InlineData("explain frobnicate", "nothing known about frobnicate", "vllmstream explain")]
    public async Task Error_with_a_way_out_has_a_second_line(string line, string error, string attempt)
    {
        var terminal = await Terminal.TypeAsync(line);
        Assert.Equal($"error: {error}\ntry: {attempt}\n", terminal.Errors.ReplaceLineEndings("\n"));
        Assert.Equal((2, ""), (terminal.ExitCode, terminal.Output));
    }

    [Fact]
    public async Task Value_with_control_characters_stays_on_one_line()
    {
        var terminal = new Terminal();
        await terminal.TypeAsync(["run", "h", "-c", "a\nb\u001b[31m"]);
        Assert.Equal("error: -c a b [31m is no whole number; write 500, 10k or 1m\n", terminal.Errors.ReplaceLineEndings("\n"));
    }

    private static async Task<Terminal> IsRefusedAsync(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line, sources =>
        {
            sources.Files["talks.jsonl"] = """{"messages":[{"role":"user","content":"hi"}]}""";
            sources.Files["s.yaml"] = "users: { count: 5 }\ntasks: [ { name: t } ]";
            sources.Files["t.jsonl"] = "{\"timestamp\":0,\"input_length\":1,\"output_length\":1}\n{\"timestamp\":259200000,\"input_length\":1,\"output_length\":1}";
        });
        Assert.Equal($"error: {error}\n", terminal.Errors.ReplaceLineEndings("\n"));
        Assert.Equal((2, ""), (terminal.ExitCode, terminal.Output));
        Assert.Null(terminal.Run);
        return terminal;
    }
}
