using VllmStream.Cli;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class RunLineTests
{
    [Fact]
    public async Task Run_with_a_url_only_has_the_defaults()
    {
        var run = await Terminal.RunAsync("run 127.0.0.1:8000");
        var expected = new RunOptions { Target = new TargetUrl("http", "127.0.0.1", 8000, "") };
        Assert.Equal(expected.Target, run.Run.Target);
        Assert.Equal(expected.Load, run.Run.Load);
        Assert.Equal(expected.Limits, run.Run.Limits);
        Assert.Equal(expected.Timeouts, run.Run.Timeouts);
        Assert.Equal(FakeSources.Seed, run.Run.Workload.Seed);
        Assert.True(run.Run.Probe);
        Assert.False(run.UseSimulator);
        Assert.Empty(run.Warnings);
        Assert.Equal(new OutputOptions { Color = true }, run.Output);
    }

    [Theory]
    [InlineData("-c 32", 32)]
    [InlineData("--concurrency=32", 32)]
    [InlineData("--vus 32", 32)]
    [InlineData("--streams 1k", 1000)]
    public async Task Concurrency_gives_a_closed_loop(string options, int concurrency)
    {
        var load = (await Terminal.OptionsAsync($"run h {options}")).Load;
        Assert.Equal((LoadKind.Closed, concurrency), (load.Kind, load.Concurrency));
    }

    [Theory]
    [InlineData("-r 8", 8, ArrivalKind.Poisson, 1, null)]
    [InlineData("--request-rate 0.5 --max-concurrency 128", 0.5, ArrivalKind.Poisson, 1, 128)]
    [InlineData("-r 8 --arrival constant", 8, ArrivalKind.Constant, 1, null)]
    [InlineData("-r 8 --request-rate-mode constant", 8, ArrivalKind.Constant, 1, null)]
    [InlineData("-r 8 --arrival gamma:0.5", 8, ArrivalKind.Gamma, 0.5, null)]
    [InlineData("-r 8 --burstiness 0.5", 8, ArrivalKind.Gamma, 0.5, null)]
    [InlineData("-r 8 --arrival gamma --burstiness 0.5", 8, ArrivalKind.Gamma, 0.5, null)]
    [InlineData("-r 8 --arrival poisson --burstiness 1.0", 8, ArrivalKind.Poisson, 1, null)]
    public async Task Rate_gives_an_open_loop(string options, double rate, ArrivalKind arrival, double burstiness, int? ceiling)
    {
        var load = (await Terminal.OptionsAsync($"run h {options}")).Load;
        Assert.Equal((LoadKind.Open, rate, arrival, burstiness, ceiling), (load.Kind, load.RatePerSecond, load.Arrival, load.Burstiness, load.MaxConcurrency));
    }

    [Theory]
    [InlineData("run h --max-concurrency 32")]
    [InlineData("run h --request-rate inf --max-concurrency 32")]
    public async Task Ceiling_without_a_rate_is_a_closed_loop_as_in_vLLM(string line)
    {
        var run = await Terminal.RunAsync(line);
        Assert.Equal((LoadKind.Closed, 32), (run.Run.Load.Kind, run.Run.Load.Concurrency));
        Assert.Equal(["--max-concurrency without a rate is read as --concurrency 32"], run.Warnings);
    }

    [Theory]
    [InlineData("-d 5m", 300)]
    [InlineData("-z 30s", 30)]
    [InlineData("--max-seconds 45", 45)]
    [InlineData("--benchmark-duration 45", 45)]
    [InlineData("--benchmark-duration 2m", 120)]
    public async Task Duration_limits_the_run(string options, double seconds)
    {
        var limits = (await Terminal.OptionsAsync($"run h {options}")).Limits;
        Assert.Equal((seconds, null), (limits.Duration?.TotalSeconds, limits.Requests));
    }

    [Theory]
    [InlineData("-n 10k", 10_000)]
    [InlineData("--num-prompts 100", 100)]
    [InlineData("--request-count 100", 100)]
    public async Task Requests_limit_the_run_instead_of_a_time(string options, long requests)
    {
        var limits = (await Terminal.OptionsAsync($"run h {options}")).Limits;
        Assert.Equal((null, requests), (limits.Duration, limits.Requests));
    }

    [Fact]
    public async Task Limits_of_a_run_are_read()
    {
        var options = await Terminal.OptionsAsync(
            "run h --warmup 5s --drain 1s --ready-check-timeout-sec 60 --timeout-connect 1s --timeout-first-token none --timeout-idle 2s -t 3s --retries 2 --retry-max-time 90 --no-probe");
        Assert.Equal((5d, null), (options.Limits.WarmupDuration?.TotalSeconds, options.Limits.WarmupRequests));
        Assert.Equal((1d, 60d), (options.Limits.Drain.TotalSeconds, options.Limits.Wait.TotalSeconds));
        Assert.Equal(
            new TimeoutOptions { Connect = TimeSpan.FromSeconds(1), FirstToken = null, Idle = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(3) },
            options.Timeouts);
        Assert.Equal((2, 90d, false), (options.Retries, options.RetryBudget.TotalSeconds, options.Probe));
    }

    [Fact]
    public async Task Workload_of_a_run_is_read()
    {
        var workload = (await Terminal.OptionsAsync(
            "run h -m qwen --endpoint completions --isl 512±64 --random-output-len 64 --ignore-eos --temperature 0 --top-p 0.9 --extra-body '{\"top_k\":5}' --seed 7 --no-stream")).Workload;
        Assert.Equal(
            new WorkloadOptions
            {
                Model = "qwen",
                IsOutputGiven = true,
                Endpoint = EndpointKind.Completions,
                Mode = RequestMode.NonStream,
                Prompts = workload.Prompts,
                InputTokens = new LengthSpec(512, 64),
                OutputTokens = new LengthSpec(64, 0),
                IgnoreEos = true,
                Temperature = 0,
                TopP = 0.9,
                ExtraBody = "{\"top_k\":5}",
                Seed = 7,
            },
            workload);
    }

    [Theory]
    [InlineData("run h --prompt 'a b' --prompt -x", "a b", "-x")]
    [InlineData("run h --prompt=-c --prompt @file", "-c", "@file")]
    public async Task Prompts_are_taken_as_they_are(string line, string first, string second) =>
        Assert.Equal([first, second], (await Terminal.OptionsAsync(line)).Workload.Prompts);

    [Theory]
    [InlineData("run http://h/v1/completions", EndpointKind.Completions)]
    [InlineData("run http://h/v1/completions --endpoint completions", EndpointKind.Completions)]
    [InlineData("run h --backend openai-chat --endpoint /v1/chat/completions", EndpointKind.Chat)]
    [InlineData("run h --backend vllm", EndpointKind.Completions)]
    [InlineData("run h --endpoint-type chat", EndpointKind.Chat)]
    public async Task Endpoint_comes_from_the_option_or_the_url(string line, EndpointKind endpoint) =>
        Assert.Equal(endpoint, (await Terminal.OptionsAsync(line)).Workload.Endpoint);

    [Theory]
    [InlineData("run --url h")]
    [InlineData("run --base-url http://h")]
    [InlineData("run h --url h")]
    [InlineData("run -c 4 h -d 5s")]
    [InlineData("run -- h")]
    public async Task Url_may_stand_anywhere(string line) =>
        Assert.Equal("http://h", (await Terminal.OptionsAsync(line)).Target.Root);

    [Theory]
    [InlineData("run h --slo ttft<500ms,tpot<25ms")]
    [InlineData("run h --slo ttft<500ms tpot<25ms")]
    [InlineData("run --goodput ttft:500 tpot:25 h")]
    [InlineData("run --goodput ttft:500 tpot:25 --url h")]
    [InlineData("run --slo ttft<500ms --slo tpot<25ms localhost:8000")]
    public async Task Objectives_are_read_in_both_spellings(string line) =>
        Assert.Equal([("ttft", 500d), ("tpot", 25d)], (await Terminal.OptionsAsync(line)).Slo.Select(term => (term.Metric, term.Limit)));

    [Fact]
    public async Task Checks_are_read() =>
        Assert.Equal(
            ["ttft.p99 < 800ms", "error_rate < 1%"],
            (await Terminal.OptionsAsync("run h --check 'ttft.p99 < 800ms' --threshold 'error_rate < 1%'")).Checks.Select(check => check.Text));

    [Fact]
    public async Task Tags_and_headers_may_follow_one_name()
    {
        var options = await Terminal.OptionsAsync("run --metadata a=1 b=2 --tag c=3 --header X-A=1 X-B=2 -H 'X-C: 3' http://h/v1");
        Assert.Equal(["a=1", "b=2", "c=3"], options.Tags.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(["X-A=1", "X-B=2", "X-C=3"], options.Connection.Headers.Select(header => $"{header.Name}={header.Value.Reveal()}"));
    }

    [Theory]
    [InlineData(1_700_000_000_000_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task Seed_may_have_all_the_digits_of_a_number(long seed) =>
        Assert.Equal(seed, (await Terminal.OptionsAsync($"run h --seed {seed}")).Workload.Seed);

    [Theory]
    [InlineData("run h --trace t.jsonl")]
    [InlineData("run h --stages 1s:1")]
    public async Task Warmup_of_nothing_is_none_in_whatever_unit(string line)
    {
        foreach (var none in (string[])["0", "0s", "0ms", "0m"])
        {
            var options = await Terminal.OptionsAsync($"{line} --warmup {none}", sources => sources.Files["t.jsonl"] = """{"timestamp":0,"input_length":1,"output_length":1}""");
            Assert.Equal(0, options.Limits.WarmupRequests ?? options.Limits.WarmupDuration!.Value.Ticks);
        }
    }

    [Theory]
    [InlineData("", 4d)]
    [InlineData("--speed 2", 8d)]
    [InlineData("-n 3", 1.5)]
    [InlineData("-d 1500ms", 2d)]
    [InlineData("-n 1", 0d)]
    public async Task Rate_of_a_trace_is_that_of_the_part_that_is_sent(string options, double rate)
    {
        // 0, 1, 2, and five more at the end.
        var trace = string.Join('\n', ((int[])[0, 1, 2, 2, 2, 2, 2, 2]).Select(second => $$"""{"timestamp":{{second * 1000}},"input_length":1,"output_length":1}"""));
        Assert.Equal(rate, (await Terminal.OptionsAsync($"run h --trace t.jsonl {options}", sources => sources.Files["t.jsonl"] = trace)).Load.RatePerSecond);
    }

    [Theory]
    [InlineData("run h", "requests")]
    [InlineData("run h --turns 2", "sessions")]
    [InlineData("run h -f s.yaml", "tasks")]
    [InlineData("run h -f t.yaml", "requests")]
    public async Task What_arrives_is_a_request_a_session_or_a_task(string line, string arrivals) =>
        Assert.Equal(arrivals, (await Terminal.OptionsAsync(line, sources =>
        {
            sources.Files["s.yaml"] = "tasks: [ { name: t, sequence: [ { prompt: a }, { prompt: b } ] } ]";
            sources.Files["t.yaml"] = "tasks: [ { name: t, prompt: a } ]";
        })).Workload.Arrivals);

    [Theory]
    [InlineData("run h -f s.yaml", LoadKind.Users, 5)]
    [InlineData("run h -f s.yaml --users 3", LoadKind.Users, 3)]
    [InlineData("run h -f s.yaml -c 2", LoadKind.Closed, 2)]
    [InlineData("run h -f s.yaml --max-concurrency 2", LoadKind.Closed, 2)]
    [InlineData("run h -f s.yaml -r inf --max-concurrency 2", LoadKind.Closed, 2)]
    public async Task Number_in_flight_that_is_given_stands_before_the_users_of_a_scenario(string line, LoadKind kind, int concurrency)
    {
        var load = (await Terminal.OptionsAsync(line, sources => sources.Files["s.yaml"] = "users: { count: 5 }\ntasks: [ { name: t } ]")).Load;
        Assert.Equal((kind, concurrency), (load.Kind, load.Concurrency));
    }

    [Fact]
    public async Task Command_line_of_vLLMs_benchmark_runs_as_it_is()
    {
        var options = await Terminal.OptionsAsync(
            "run --backend openai-chat --base-url http://gpu7:8000 --endpoint /v1/chat/completions --model qwen --random-input-len 1024 --random-output-len 128"
            + " --num-prompts 200 --request-rate 4 --burstiness 1.0 --max-concurrency 64 --seed 0 --ignore-eos --goodput ttft:500 tpot:25 --metadata gpu=h100");
        Assert.Equal((LoadKind.Open, 4d, 64, 200L), (options.Load.Kind, options.Load.RatePerSecond, options.Load.MaxConcurrency, options.Limits.Requests));
        Assert.Equal(0, options.Workload.Seed);
    }
}
