using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

/// <summary>The counters and the log are two views of the same: what the one sums up must be the sum of the other.</summary>
public sealed class MetricsAndLogTests
{
    // Few blocks, so that sequences preempt each other, and drafts.
    private static readonly SimulatorOptions Stepping = Simulated.Fast with
    {
        Steps = new StepOptions
        {
            BaseUs = 2000, PerPrefillTokenUs = 10, PerSequenceUs = 20, PerContextTokenUs = 0.05, PerOutputUs = 15, KvBlocks = 40, Watermark = 0,
            MaxNumBatchedTokens = 256, Noise = 0.2, NoiseDistribution = JitterDistribution.LogNormal, SpecDecoding = SpecDecoding.Even(2, 0.5),
        },
        VllmVersion = "0.15.0",
    };

    public static TheoryData<string> Engines { get; } = ["timer", "steps"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Counters_are_the_sums_over_the_log(string engine)
    {
        await using var simulated = await Simulated.StartAsync(engine == "steps" ? Stepping : Simulated.Fast with { VllmVersion = "0.15.0" });
        var entries = await LoadAsync(simulated);
        var page = await MetricsPageText.ReadAsync(simulated);
        var sequences = entries.SelectMany(entry => entry.GetProperty("sequences").EnumerateArray().Select(sequence => (Entry: entry, Sequence: sequence))).ToList();

        Assert.Equal(Sum("prompt_tokens"), page.Value("prompt_tokens_total"));
        Assert.Equal(Sum("tokens"), page.Value("generation_tokens_total"));
        var finishes = entries.SelectMany(entry => entry.GetProperty("finish").EnumerateArray().Select(finish => finish.GetString())).ToList();
        foreach (var reason in (string[])["stop", "length", "abort"])
            Assert.Equal(finishes.Count(finish => finish == reason), page.Value("request_success_total", $"finished_reason=\"{reason}\""));

        IsDistribution("time_to_first_token_seconds", sequences.Count, item => Time(item.Sequence, "first") - Time(item.Entry, "arrival"));
        IsDistribution("inter_token_latency_seconds", (int)(Sum("outputs") - sequences.Count), item => Time(item.Sequence, "last") - Time(item.Sequence, "first"));
        IsDistribution("e2e_request_latency_seconds", sequences.Count, item => Time(item.Sequence, "last") - Time(item.Entry, "arrival"));
        IsDistribution("request_queue_time_seconds", sequences.Count, item => Time(item.Sequence, "scheduled") - Time(item.Sequence, "queued"));
        IsDistribution("request_prefill_time_seconds", sequences.Count, item => Time(item.Sequence, "prefilled") - Time(item.Sequence, "scheduled"));
        IsDistribution("request_decode_time_seconds", sequences.Count, item => Time(item.Sequence, "decoded") - Time(item.Sequence, "prefilled"));
        IsDistribution("request_inference_time_seconds", sequences.Count, item => Time(item.Sequence, "decoded") - Time(item.Sequence, "scheduled"));
        Assert.Equal(Sum("tokens"), page.Value("request_generation_tokens_sum"));
        Assert.Equal(Sum("prompt_tokens"), page.Value("request_prompt_tokens_sum"));
        Assert.Equal(0, page.Value("num_requests_running"));
        Assert.Equal(0, page.Value("num_requests_waiting"));
        if (engine == "timer") return;

        Assert.True(page.Value("num_preemptions_total") > 0);
        Assert.Equal(sequences.Sum(item => item.Sequence.GetProperty("preempted").GetArrayLength()), page.Value("num_preemptions_total"));
        Assert.Equal(Sum("prompt_tokens"), page.Value("prefix_cache_queries_total"));
        Assert.True(Sum("cached_tokens") > 0);
        Assert.Equal(Sum("cached_tokens"), page.Value("prefix_cache_hits_total"));
        Assert.Equal(Sum("cached_tokens"), page.Value("prompt_tokens_by_source_total", "source=\"local_cache_hit\""));
        Assert.Equal(Sum("prompt_tokens") - Sum("cached_tokens"), page.Value("request_prefill_kv_computed_tokens_sum"));
        Assert.Equal(Sum("prompt_tokens") + Sum("tokens"), page.Value("iteration_tokens_total_sum"));
        Assert.Equal(Sum("tokens") - Sum("outputs"), page.Value("spec_decode_num_accepted_tokens_total"));
        Assert.Equal(0, page.Value("kv_cache_usage_perc"));

        double Sum(string name) => sequences.Sum(item => item.Sequence.GetProperty(name).GetDouble());

        void IsDistribution(string name, int count, Func<(JsonElement Entry, JsonElement Sequence), double> us)
        {
            Assert.Equal(count, page.Value(name + "_count"));
            // The log rounds each time to a nanosecond.
            Assert.Equal(sequences.Sum(us) / 1e6, page.Value(name + "_sum"), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Writes_of_a_stream_lie_where_its_sequence_says(string engine)
    {
        await using var simulated = await Simulated.StartAsync(engine == "steps" ? Stepping : Simulated.Fast);
        var entries = await LoadAsync(simulated);
        var streams = entries.Where(entry => entry.GetProperty("stream").GetBoolean() && entry.GetProperty("sequences").GetArrayLength() == 1).ToList();
        Assert.NotEmpty(streams);
        foreach (var entry in streams)
        {
            var sequence = entry.GetProperty("sequences")[0];
            var writes = entry.GetProperty("events").EnumerateArray().Select(LoggedWrite.Read).Where(write => write.Due is not null).ToList();
            Assert.Equal(Time(sequence, "first"), writes[0].Due!.Value, 1e-3);
            Assert.Equal(Time(sequence, "last"), writes[^1].Due!.Value, 1e-3);
            Assert.Equal((sequence.GetProperty("outputs").GetInt32(), sequence.GetProperty("tokens").GetInt32()), (writes.Count, writes.Sum(write => write.Tokens)));
            double[] order = [Time(entry, "arrival"), Time(sequence, "queued"), Time(sequence, "scheduled"), Time(sequence, "prefilled"), Time(sequence, "first"), Time(sequence, "last")];
            Assert.Equal(order.Order(), order);
        }
    }

    [Fact]
    public async Task Log_states_its_own_lateness()
    {
        await using var simulated = await Simulated.StartAsync();
        Assert.Equal("{\"n\":0,\"p50\":null,\"p99\":null,\"max\":null}", (await simulated.LogAsync(""))[0].GetProperty("late").GetRawText());
        await simulated.StreamAsync("v1/completions", "{\"prompt\":\"a\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":99}", "short");
        await simulated.FinishedLogAsync("short");
        Assert.Equal(JsonValueKind.Null, (await simulated.LogAsync(""))[0].GetProperty("late").GetProperty("p99").ValueKind);
        await simulated.StreamAsync("v1/completions", "{\"prompt\":\"a\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":300}", "long");
        await simulated.FinishedLogAsync("long");

        var lines = await simulated.LogAsync("");
        var late = lines.Skip(1).SelectMany(line => line.GetProperty("events").EnumerateArray().Select(LoggedWrite.Read)).Where(write => write.Due is not null)
            .Select(write => write.Write - write.Due!.Value).Order().ToList();
        var head = lines[0].GetProperty("late");
        Assert.Equal(late.Count, head.GetProperty("n").GetInt32());
        Assert.Equal(late[^1], head.GetProperty("max").GetDouble(), 0.01);
        Assert.Equal(late[(int)Math.Ceiling(late.Count * 0.99) - 1], head.GetProperty("p99").GetDouble(), 0.01);
        Assert.Equal(late[(int)Math.Ceiling(late.Count * 0.5) - 1], head.GetProperty("p50").GetDouble(), 0.01);
    }

    // Streams and whole answers, one choice and several, prompts that begin alike and do not.
    private static async Task<IReadOnlyList<JsonElement>> LoadAsync(Simulated simulated)
    {
        const string Common = "In the beginning of each of these prompts stands the same long text, so that some of its blocks are found again in the cache.";
        var requests = Enumerable.Range(0, 30).Select(i => (i % 3) switch
        {
            0 => simulated.StreamAsync("v1/completions", $"{{\"prompt\":\"{Common} {i}\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":{20 + i}}}"),
            1 => simulated.StreamAsync("v1/chat/completions", $"{{\"messages\":[{{\"role\":\"user\",\"content\":\"{i} {Common}\"}}],\"stream\":true,\"n\":2,\"max_tokens\":40}}"),
            _ => simulated.AnswerAsync("v1/completions", $"{{\"prompt\":\"{Common} {i}\",\"ignore_eos\":true,\"max_tokens\":30}}") as Task,
        });
        await Task.WhenAll(requests);
        IReadOnlyList<JsonElement> lines = [];
        await Simulated.UntilAsync(async () => (lines = await simulated.LogAsync("")).Count == 31);
        return [.. lines.Skip(1)];
    }

    private static double Time(JsonElement item, string name) => item.GetProperty(name).GetDouble();
}
