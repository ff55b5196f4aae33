using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange.Foreign;
using VllmStream.Profiling.Reporting.Exchange.Vllm;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class VllmResultTests
{
    [Theory]
    [InlineData(RecordDetail.Gaps, 0)]
    [InlineData(RecordDetail.Requests, 1)]
    public void Run_without_recorded_gaps_is_told_what_is_left_out(RecordDetail detail, int notes) =>
        Assert.Equal(notes, Write(LoggedRun.Mixed(detail)).Notes.Count(note => note.Contains("--record gaps", StringComparison.Ordinal)));

    [Fact]
    public void Result_counts_from_the_beginning_to_the_first_chunk_as_their_client_does()
    {
        var (root, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers));
        Assert.Equal([0.4], Numbers(root, "ttfts"));
        Assert.Equal([4.401], Numbers(root, "latencies"));
        Assert.Equal([0.15], Numbers(root, "queue_times"));
        Assert.Equal([8.15], Numbers(root, "start_times"));
        Assert.Equal([0.0001, 1.9999, 2], root.GetProperty("itls")[0].EnumerateArray().Select(gap => gap.GetDouble()));
        Assert.Equal(400, root.GetProperty("mean_ttft_ms").GetDouble(), 9);
        Assert.Equal(40.01, root.GetProperty("mean_tpot_ms").GetDouble(), 9);
        Assert.Equal(4_401, root.GetProperty("p99_e2el_ms").GetDouble(), 9);
        Assert.Equal((30, 101), (root.GetProperty("total_input_tokens").GetInt64(), root.GetProperty("total_output_tokens").GetInt64()));
    }

    [Fact]
    public void Result_of_completions_ends_with_the_last_token()
    {
        var (root, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers with { Endpoint = "completions" }));
        Assert.Equal("openai", root.GetProperty("backend").GetString());
        Assert.Equal([4.4], Numbers(root, "latencies"));
    }

    [Fact]
    public void Result_says_what_was_run_and_keeps_labels_off_its_own_keys()
    {
        var description = SummaryFactory.Description() with { Load = new LoadDescription { Kind = "open", RatePerS = 8, Arrival = "gamma", Burstiness = 0.5 } };
        var tags = new Dictionary<string, string> { ["label"] = "night", ["tp"] = "4", ["duration"] = "long", ["mean_ttft_ms"] = "0" };
        var (root, notes) = Write(LoggedRun.Of(description, tags, LoggedRun.TenAnswers));
        Assert.Equal(["20261125-030000", "openai-chat", "openai-chat", "night", "Qwen/Qwen3-8B", "qwen.json", "4"],
            new[] { "date", "endpoint_type", "backend", "label", "model_id", "tokenizer_id", "tp" }.Select(key => root.GetProperty(key).GetString()));
        Assert.Equal((8, 0.5, JsonValueKind.Null), (root.GetProperty("request_rate").GetDouble(), root.GetProperty("burstiness").GetDouble(), root.GetProperty("max_concurrency").ValueKind));
        Assert.Equal(2, notes.Count(note => note.StartsWith("--tag ", StringComparison.Ordinal)));
        Assert.Equal(root.EnumerateObject().Count(), root.EnumerateObject().DistinctBy(member => member.Name).Count());
        Assert.False(root.TryGetProperty("mean_client_queue_time_ms", out _));
    }

    [Theory]
    [InlineData("closed", null, 8, "inf", 1.0, 8)]
    [InlineData("open", "poisson", null, 26.0, 1.0, null)]
    [InlineData("open", "constant", 4, 26.0, "inf", 4)]
    public void Result_writes_a_load_as_theirs(string kind, string? arrival, int? cap, object rate, object burstiness, int? maximum)
    {
        var load = new LoadDescription { Kind = kind, Arrival = arrival, RatePerS = kind == "open" ? 26 : null, Concurrency = kind == "closed" ? cap : null, MaxConcurrency = kind == "open" ? cap : null };
        var (root, _) = Write(LoggedRun.Of(SummaryFactory.Description() with { Load = load }, new Dictionary<string, string>(), LoggedRun.TenAnswers));
        Assert.Equal(rate, Value(root.GetProperty("request_rate")));
        Assert.Equal(burstiness, Value(root.GetProperty("burstiness")));
        Assert.Equal((double?)maximum, Value(root.GetProperty("max_concurrency")));
    }

    [Fact]
    public void Statistics_are_those_of_the_arrays_beside_them()
    {
        var (root, _) = Write(LoggedRun.Mixed(RecordDetail.Gaps));
        bool[] ok = [.. root.GetProperty("errors").EnumerateArray().Select(error => error.GetString() == "")];
        Assert.Equal(root.GetProperty("num_prompts").GetInt32(), ok.Length);
        Assert.Equal((root.GetProperty("completed").GetInt32(), root.GetProperty("failed").GetInt32()), (ok.Count(good => good), ok.Count(good => !good)));
        var ttfts = Numbers(root, "ttfts").Where((_, i) => ok[i]).ToArray();
        var latencies = Numbers(root, "latencies").Where((_, i) => ok[i]).ToArray();
        var tokens = Numbers(root, "output_lens").Where((_, i) => ok[i]).ToArray();
        Check("ttft", ttfts);
        Check("e2el", latencies);
        Check("tpot", [.. Enumerable.Range(0, ttfts.Length).Where(i => tokens[i] > 1).Select(i => (latencies[i] - ttfts[i]) / (tokens[i] - 1))]);
        Check("itl", [.. root.GetProperty("itls").EnumerateArray().Where((_, i) => ok[i]).SelectMany(list => list.EnumerateArray()).Select(gap => gap.GetDouble())]);
        Assert.Equal(root.GetProperty("completed").GetInt32() / root.GetProperty("duration").GetDouble(), root.GetProperty("request_throughput").GetDouble(), 9);

        void Check(string metric, double[] samples)
        {
            double[] seconds = [.. samples.Order()];
            var mean = seconds.Average();
            Assert.Equal(mean * 1_000, root.GetProperty($"mean_{metric}_ms").GetDouble(), 6);
            Assert.Equal(Math.Sqrt(seconds.Average(value => Math.Pow(value - mean, 2))) * 1_000, root.GetProperty($"std_{metric}_ms").GetDouble(), 6);
            var place = 0.99 * (seconds.Length - 1);
            var low = seconds[(int)place];
            var p99 = low + ((seconds[Math.Min((int)place + 1, seconds.Length - 1)] - low) * (place - (int)place));
            Assert.Equal(p99 * 1_000, root.GetProperty($"p99_{metric}_ms").GetDouble(), 6);
        }
    }

    [Fact]
    public void Itl_without_recorded_gaps_comes_from_the_histogram()
    {
        var (with, without) = (Write(LoggedRun.Mixed(RecordDetail.Gaps)).Root, Write(LoggedRun.Mixed(RecordDetail.Requests)).Root);
        // Buckets of 0.1 % move a value by as much; gaps of 20 ms that spread by 0.5 ms have a spread that moves by more.
        foreach (var (word, tolerance) in new[] { ("mean", 0.001), ("median", 0.001), ("p99", 0.001), ("std", 0.01) })
        {
            var exact = with.GetProperty($"{word}_itl_ms").GetDouble();
            Assert.InRange(without.GetProperty($"{word}_itl_ms").GetDouble(), exact * (1 - tolerance), exact * (1 + tolerance));
        }
    }

    [Fact]
    public void Failed_request_has_their_zeros_and_an_error()
    {
        var failed = LoggedRun.TenAnswers with { Id = 1, ScheduledMs = 2_000, Outcome = Outcome.RateLimited, Error = new RequestError("http_429", "slow down"), FirstEventMs = null, FirstTokenMs = null, FirstVisibleMs = null, LastTokenMs = null, OutputTokens = null, GapsUs = [] };
        var (root, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers, failed));
        Assert.Equal(["", "rate_limited: slow down"], root.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.Equal((0, 0, 0), (Numbers(root, "ttfts")[1], Numbers(root, "latencies")[1], Numbers(root, "output_lens")[1]));
        Assert.Equal(400, root.GetProperty("mean_ttft_ms").GetDouble(), 9);
        Assert.Equal(1, root.GetProperty("max_concurrent_requests").GetInt32());
    }

    [Fact]
    public void Warm_up_attempts_with_another_behind_and_users_who_left_are_not_in_it()
    {
        var line = LoggedRun.TenAnswers;
        var (root, _) = Write(LoggedRun.Of(
            line,
            line with { Id = 1, Phase = RunPhase.Warmup },
            line with { Id = 2, WillRetry = true, Outcome = Outcome.HttpError },
            line with { Id = 3, Outcome = Outcome.CancelledByUs, Error = new RequestError(RequestError.Left, "left after 2 s, as planned") },
            line with { Id = -1 }));
        Assert.Equal(1, root.GetProperty("num_prompts").GetInt32());
    }

    [Fact]
    public void Vectors_have_the_totals_of_a_pooling_run()
    {
        var (root, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers with { Endpoint = "embeddings", Mode = "nonstream", Items = 3, FirstEventMs = null, FirstTokenMs = null, FirstVisibleMs = null, LastTokenMs = null, OutputTokens = null, GapsUs = null }));
        Assert.Equal(("openai-embeddings", 3), (root.GetProperty("backend").GetString(), root.GetProperty("total_input_sequences").GetInt32()));
        Assert.Equal(4_401, root.GetProperty("median_e2el_ms").GetDouble(), 9);
        Assert.False(root.TryGetProperty("total_output_tokens", out _) || root.TryGetProperty("mean_ttft_ms", out _));
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        var (root, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers with { Mode = "nonstream", PromptTokens = null, OutputTokens = null, TokenSource = null, FirstEventMs = null, FirstTokenMs = null, FirstVisibleMs = null, LastTokenMs = null, GapsUs = null }));
        Assert.All(["total_input_tokens", "output_throughput", "mean_ttft_ms", "p99_tpot_ms", "request_goodput"], key => Assert.Equal(JsonValueKind.Null, root.GetProperty(key).ValueKind));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("ttfts")[0].ValueKind);
    }

    [Fact]
    public void Result_read_back_has_the_same_samples()
    {
        var run = LoggedRun.Mixed(RecordDetail.Gaps);
        var (root, text) = (Write(run).Root, Bytes(run));
        var foreign = Assert.Single(ForeignRuns.Read(text, "result.json"));
        bool[] ok = [.. root.GetProperty("errors").EnumerateArray().Select(error => error.GetString() == "")];
        Assert.Equal(Numbers(root, "ttfts").Where((_, i) => ok[i]).Select(Ms), foreign.Metrics[MetricId.Ttft].Samples);
        Assert.Equal(Numbers(root, "latencies").Where((_, i) => ok[i]).Select(Ms), foreign.Metrics[MetricId.E2e].Samples);
        Assert.Equal(root.GetProperty("itls").EnumerateArray().Where((_, i) => ok[i]).SelectMany(list => list.EnumerateArray()).Select(gap => Ms(gap.GetDouble())), foreign.Metrics[MetricId.Itl].Samples);
        foreach (var (metric, key) in new[] { (MetricId.Ttft, "ttft"), (MetricId.Tpot, "tpot"), (MetricId.Itl, "itl"), (MetricId.E2e, "e2el"), (MetricId.Wait, "client_queue_time") })
        {
            Assert.Equal(root.GetProperty($"mean_{key}_ms").GetDouble(), foreign.Metrics[metric].Mean!.Value, 6);
            Assert.Equal(root.GetProperty($"p99_{key}_ms").GetDouble(), foreign.Metrics[metric].P99!.Value, 6);
        }

        Assert.Equal((26.0, 128), (foreign.Load.RatePerS, foreign.Load.Concurrency));
    }

    private static double Ms(double seconds) => Math.Round(seconds * 1_000, 6);

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        _ => null,
    };

    private static double[] Numbers(JsonElement root, string key) => [.. root.GetProperty(key).EnumerateArray().Select(item => item.GetDouble())];

    private static byte[] Bytes(LoggedRun run)
    {
        using var output = new MemoryStream();
        VllmResult.Write(run.Stream, run.Summary, output);
        return output.ToArray();
    }

    private static (JsonElement Root, IReadOnlyList<string> Notes) Write(LoggedRun run)
    {
        using var output = new MemoryStream();
        var notes = VllmResult.Write(run.Stream, run.Summary, output);
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return (JsonDocument.Parse(text).RootElement, notes);
    }
}
