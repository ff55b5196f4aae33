using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Scraping;

public sealed class ServerTallyTests
{
    [Fact]
    public void Counters_and_histograms_grow_from_page_to_page()
    {
        var tally = new ServerTally();
        tally.Add(Page(10, 5, 1, 2), Page(15, 8, 1.6, 3));
        tally.Add(Page(15, 8, 1.6, 3), Page(15, 9, 1.9, 3));
        Assert.Equal((5, 0), (tally[ServerMetric.PromptTokens], tally.Resets));
        var ttft = tally.Histogram(ServerMetric.Ttft)!;
        Assert.Equal(4, ttft.Count);
        Assert.Equal(225, ttft.MeanMs!.Value, 9);
        Assert.Equal([1, 4], ttft.Buckets.Select(bucket => bucket.Count));
    }

    [Fact]
    public void Restarted_server_counts_from_zero()
    {
        var tally = new ServerTally();
        tally.Add(Page(100, 50, 10, 20), Page(7, 3, 0.6, 1));
        Assert.Equal((7, 1), (tally[ServerMetric.PromptTokens], tally.Resets));
        Assert.Equal(200, tally.Histogram(ServerMetric.Ttft)!.MeanMs!.Value, 9);
        Assert.Equal([1, 3], tally.Histogram(ServerMetric.Ttft)!.Buckets.Select(bucket => bucket.Count));
    }

    [Fact]
    public void Other_start_time_is_a_restart_even_where_counters_are_higher()
    {
        var tally = new ServerTally();
        tally.Add(Started(1, 10), Started(2, 12));
        Assert.Equal((12, 1), (tally[ServerMetric.PromptTokens], tally.Resets));

        static ServerPage Started(int at, int tokens) => ServerPage.Read(System.Text.Encoding.UTF8.GetBytes($"process_start_time_seconds {at}\nvllm:prompt_tokens_total {tokens}\n"), out _)!;
    }

    [Fact]
    public void Series_that_comes_with_its_first_use_counts_from_zero()
    {
        var tally = new ServerTally();
        tally.Add(MetricsData.Vllm("prompt_tokens_total 4"), MetricsData.Vllm("prompt_tokens_total 9", "num_preemptions_total 2"));
        Assert.Equal((5, 2), (tally[ServerMetric.PromptTokens], tally[ServerMetric.Preemptions]));
    }

    [Fact]
    public void Percentile_is_the_bucket_it_lies_in()
    {
        var times = new HistogramSums();
        times.AddBucket(double.PositiveInfinity, 200);
        times.AddBucket(0.1, 99);
        times.AddBucket(0.25, 150);
        times.AddBucket(0.5, 199);
        times.AddCount(200);
        Assert.Equal(new BucketBounds(100, 250), BucketBounds.Of(times, 0.5));
        Assert.Equal(new BucketBounds(250, 500), BucketBounds.Of(times, 0.99));
        Assert.Equal((0.5, double.PositiveInfinity), times.Bounds(1));
    }

    [Fact]
    public void Percentile_in_the_last_bucket_has_no_upper_bound()
    {
        var times = new HistogramSums();
        times.AddBucket(0.3, 1);
        times.AddBucket(double.PositiveInfinity, 10);
        times.AddCount(10);
        Assert.Equal(new BucketBounds(300, null), BucketBounds.Of(times, 0.5));
        // Ten values have no 99th percentile.
        Assert.Null(BucketBounds.Of(times, 0.99));
    }

    [Fact]
    public void Buckets_that_contradict_each_other_give_no_percentile()
    {
        var times = new HistogramSums();
        times.AddBucket(0.1, 10);
        times.AddBucket(0.2, 8);
        times.AddBucket(double.PositiveInfinity, 20);
        Assert.Null(times.Bounds(0.5));
        Assert.Null(new HistogramSums().Bounds(0.5));
    }

    private static ServerPage Page(int prompt, int n, double sum, int fast) => MetricsData.Vllm(
        $"prompt_tokens_total {prompt}",
        FormattableString.Invariant($"time_to_first_token_seconds_sum {sum}"),
        $"time_to_first_token_seconds_count {n}",
        $"time_to_first_token_seconds_bucket{{le=\"0.1\"}} {fast}",
        $"time_to_first_token_seconds_bucket{{le=\"+Inf\"}} {n}");
}
