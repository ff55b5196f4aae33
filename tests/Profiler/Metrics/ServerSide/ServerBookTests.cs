using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Server.Gpu;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Metrics.ServerSide;

public sealed class ServerBookTests
{
    private static readonly ClientCount Nobody = new(0, 0, 0, 0);

    [Fact]
    public void Counters_count_from_the_first_look_in_the_window_to_the_last_of_all()
    {
        var book = Book("http://a/metrics");
        book.Take(Scrapes.At(500, Nobody, "generation_tokens_total 10", "num_preemptions_total 1"));
        book.BeginWindow(RecordFactory.At(1_000));
        book.Take(Scrapes.At(1_010, Nobody, "generation_tokens_total 100", "num_preemptions_total 1"));
        book.Take(Scrapes.At(2_010, Nobody, "generation_tokens_total 400", "num_preemptions_total 2"));
        book.EndSending(RecordFactory.At(3_000));
        book.Take(Scrapes.At(3_010, Nobody, "generation_tokens_total 700", "num_preemptions_total 4"));
        book.Take(Scrapes.At(4_500, Nobody, "generation_tokens_total 900", "num_preemptions_total 4"));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((1_010.0, 4_500.0, 800.0, 3.0), (summary.FromMs, summary.ToMs, summary.Counts.GenerationTokens, summary.Counts.Preemptions));
        // 600 tokens in the two seconds between the looks at both edges.
        Assert.Equal((300.0, 3, 0), (summary.GenerationTokensPerS, summary.Scrapes, summary.FailedScrapes));
    }

    [Fact]
    public void Gauges_are_of_the_window_and_not_of_the_drain()
    {
        var book = Book("http://a/metrics");
        Gauges(book, 500, 99, 99, 0.99);
        book.BeginWindow(RecordFactory.At(1_000));
        for (var i = 0; i < 9; i++)
            Gauges(book, 1_000 + (i * 1_000), 8, 2 * i, 0.1 * i);
        book.EndSending(RecordFactory.At(9_000));
        Gauges(book, 11_000, 50, 50, 0.95);
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((8.0, 8.0, 8.0, 16.0), (summary.RunningMean, summary.RunningMax, summary.WaitingMean, summary.WaitingMax));
        Assert.Equal((0.4, 0.8, 2.0), (summary.KvCacheP50Ratio, summary.KvCacheMaxRatio, summary.WaitingTrendPerS));

        static void Gauges(ServerBook book, double atMs, int running, int waiting, double cache) =>
            book.Take(Scrapes.At(atMs, Nobody, $"num_requests_running {running}", $"num_requests_waiting {waiting}", FormattableString.Invariant($"kv_cache_usage_perc {cache}")));
    }

    [Fact]
    public void Replicas_are_summed_their_caches_averaged_and_each_is_told()
    {
        var book = Book("http://a/metrics", "http://b/metrics");
        book.BeginWindow(RecordFactory.At(0));
        for (var i = 0; i < 2; i++)
        {
            book.Take(Scrapes.Of(0, 10 + (i * 1_000), Nobody, "num_requests_running 3", "num_requests_waiting 1", "kv_cache_usage_perc 0.2", $"prompt_tokens_total {i * 100}"));
            book.Take(Scrapes.Of(1, 20 + (i * 1_000), Nobody, "num_requests_running 5", "num_requests_waiting 0", "kv_cache_usage_perc 0.6", $"prompt_tokens_total {i * 50}"));
        }
        var figures = book.Figures(ServerContext.Empty)!;
        Assert.Equal((8.0, 1.0, 0.4, 2), (figures.Running, figures.Waiting, figures.KvCacheRatio, figures.Replicas));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((150.0, 0.6), (summary.Counts.PromptTokens, summary.KvCacheMaxRatio));
        Assert.Equal([(3.0, 100.0), (5.0, 50.0)], summary.Replicas.Select(replica => (replica.RunningMax!.Value, replica.Counts.PromptTokens!.Value)));
        Assert.Equal("http://a/metrics, http://b/metrics", summary.Source);
    }

    [Fact]
    public void Server_that_came_back_is_counted_from_zero_and_the_restart_is_told()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        book.Take(Scrapes.At(10, Nobody, "prompt_tokens_total 1000"));
        book.Take(Scrapes.At(1_010, Nobody, "prompt_tokens_total 1500"));
        book.Take(Scrapes.At(2_010, Nobody));
        book.Take(Scrapes.At(3_010, Nobody, "prompt_tokens_total 200"));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((700.0, 1, 1, "503 Service Unavailable"), (summary.Counts.PromptTokens, summary.Resets, summary.FailedScrapes, summary.Replicas[0].Problem));
    }

    [Fact]
    public void Window_that_begins_anew_sets_aside_what_was_counted()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        book.Take(Scrapes.At(10, Nobody, "prompt_tokens_total 0", "num_requests_waiting 90"));
        book.Take(Scrapes.At(1_010, Nobody, "prompt_tokens_total 100", "num_requests_waiting 90"));
        book.BeginWindow(RecordFactory.At(1_500));
        book.Take(Scrapes.At(1_510, Nobody, "prompt_tokens_total 150", "num_requests_waiting 1"));
        book.Take(Scrapes.At(2_510, Nobody, "prompt_tokens_total 170", "num_requests_waiting 2"));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((20.0, 2.0), (summary.Counts.PromptTokens, summary.WaitingMax));
    }

    [Fact]
    public void Both_sides_of_TTFT_are_counted_between_the_same_looks()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        book.Take(Scrapes.At(10, new(8, 0, 5, 900), Scrapes.Time("time_to_first_token_seconds", 0.8, 5)));
        book.Take(Scrapes.At(9_000, new(28, 28, 28, 900 + (23 * 60)), Scrapes.Time("time_to_first_token_seconds", 0.8 + (23 * 0.05), 28)));
        var ttft = book.Summary(ServerContext.Empty)!.Ttft!;
        Assert.Equal((23, 23.0, 60.0, 50.0, 10.0), (ttft.ClientN, ttft.ServerN, ttft.ClientMs, ttft.ServerMs, ttft.OutsideMs));
    }

    [Fact]
    public void Prompts_are_those_of_requests_that_ended_after_the_first_look_however_late_it_is_taken()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        Ended(book, 900, 100, warmup: true);
        Ended(book, 1_100, 10, warmup: true);
        // The look of second 1 comes to the aggregator after the record of 1.1.
        book.Take(Scrapes.At(1_000, new(4, 1, 0, 0), "request_success_total 1", "prompt_tokens_total 100"));
        Ended(book, 1_500, 7, warmup: false);
        book.Take(Scrapes.At(2_000, new(4, 4, 0, 0), "request_success_total 4", "prompt_tokens_total 120"));
        var traffic = book.Summary(ServerContext.Empty)!.Traffic!;
        Assert.Equal((17.0, 20.0), (traffic.ClientPromptTokens, traffic.ServerPromptTokens));

        static void Ended(ServerBook book, double endMs, long prompt, bool warmup)
        {
            var record = RecordFactory.Streamed(endMs - 100, [50], endMs: 100, promptTokens: prompt, warmup: warmup);
            book.Add(record, VllmStream.Profiling.Metrics.RequestMetrics.Of(record, RecordFactory.RunStart), isMeasured: !warmup);
        }
    }

    [Fact]
    public void Caches_and_drafts_are_shares_of_what_came_in_the_window()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        book.Take(Scrapes.At(10, Nobody, "prefix_cache_queries_total 1000", "prefix_cache_hits_total 900", "spec_decode_num_drafts_total 10", "spec_decode_num_draft_tokens_total 40", "spec_decode_num_accepted_tokens_total 5"));
        book.Take(Scrapes.At(1_010, Nobody, "prefix_cache_queries_total 3000", "prefix_cache_hits_total 906", "spec_decode_num_drafts_total 110", "spec_decode_num_draft_tokens_total 440", "spec_decode_num_accepted_tokens_total 305"));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((0.003, 0.75, 4.0), (summary.PrefixHitRatio, summary.SpecAcceptanceRatio, summary.SpecAcceptanceLength));
    }

    [Fact]
    public void Server_without_metrics_gives_a_reason_and_no_figure()
    {
        var book = Book("http://a/metrics");
        book.BeginWindow(RecordFactory.At(0));
        Assert.Null(book.Take(Scrapes.At(10, Nobody)));
        var summary = book.Summary(ServerContext.Empty)!;
        Assert.Equal((null, null, null, 1, "503 Service Unavailable"), (summary.Name, summary.WaitingMax, summary.Counts.Requests, summary.FailedScrapes, summary.Reasons["metrics"]));
        Assert.Null(summary.Ttft);
        Assert.Null(new ServerBook(0, ServerSources.None).Summary(ServerContext.Empty));
    }

    [Fact]
    public void History_has_the_server_second_by_second()
    {
        var book = Book("http://a/metrics");
        book.Take(Scrapes.At(0, Nobody, ["num_requests_running 1", "generation_tokens_total 0", .. Scrapes.Time("time_to_first_token_seconds", 0, 0)]));
        book.TakeInterval(RecordFactory.At(1_000));
        book.Take(Scrapes.At(1_500, Nobody, ["num_requests_running 4", "generation_tokens_total 90", .. Scrapes.Time("time_to_first_token_seconds", 0.3, 2)]));
        book.TakeInterval(RecordFactory.At(2_000));
        var history = book.Figures(ServerContext.Empty)!.History;
        Assert.Equal([(1, null, null), (4, 150, 90)], history.Select(point => (point.Running!.Value, point.TtftMs, point.GenerationTokensPerS)));
    }

    [Fact]
    public void GPUs_are_averaged_and_tokens_are_of_those_that_were_busy()
    {
        var book = new ServerBook(RecordFactory.RunStart, new ServerSources { Gpu = "nvidia-smi" });
        book.Take(Gpu("0", 500, 0.01, 50));
        book.BeginWindow(RecordFactory.At(1_000));
        foreach (var (at, one, other) in new[] { (1_500.0, 0.9, 0.8), (2_500.0, 0.7, 0.6) })
        {
            book.Take(Gpu("0", at, one, 400));
            book.Take(Gpu("1", at, other, 200));
            book.Take(Gpu("2", at, 0, 30));
        }
        book.EndSending(RecordFactory.At(3_000));
        book.Take(Gpu("0", 3_500, 0, 60));
        var gpu = book.Summary(new ServerContext { NowTicks = RecordFactory.At(5_000), OutputTokens = 2_400 })!.Gpu!;
        Assert.Equal((3, 2, 0.75, 600.0), (gpu.Gpus.Count, gpu.Busy, gpu.UtilisationRatio, gpu.PowerW));
        // 1,200 tokens a second on two GPUs that draw 600 W.
        Assert.Equal((600.0, 2.0), (gpu.OutputTokensPerSPerGpu, gpu.OutputTokensPerJoule));
        Assert.Equal(3, book.TakeInterval(RecordFactory.At(4_000))!.Gpus.Count);
        Assert.Null(book.TakeInterval(RecordFactory.At(5_000)));
    }

    private static ServerBook Book(params string[] pages) => new(RecordFactory.RunStart, new ServerSources { Pages = pages });

    private static GpuReading Gpu(string id, double atMs, double utilisation, double watts) =>
        new(id, RecordFactory.At(atMs)) { Utilisation = utilisation, PowerWatts = watts };
}
