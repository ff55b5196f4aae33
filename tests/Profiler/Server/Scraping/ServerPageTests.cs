using System.Text;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Scraping;

public sealed class ServerPageTests
{
    [Fact]
    public void Engines_of_vLLM_are_summed_and_their_shares_averaged()
    {
        var page = MetricsData.Recorded("vllm-v1.txt");
        Assert.Equal("vLLM", page.Server);
        Assert.Equal((61, 3), (page[ServerMetric.Running], page[ServerMetric.Waiting]));
        Assert.Equal(0.52, page[ServerMetric.KvCache]!.Value, 9);
        Assert.Equal(0.63, page.KvCacheMax);
        Assert.Equal((120_000, 360), (page[ServerMetric.PrefixQueries], page[ServerMetric.PrefixHits]));
        Assert.Equal((230_000, 175_000, 4), (page[ServerMetric.PromptTokens], page[ServerMetric.GenerationTokens], page[ServerMetric.Preemptions]));
        Assert.Equal(243, page[ServerMetric.Finished]);
        var ttft = page.Histogram(ServerMetric.Ttft)!;
        Assert.Equal((240, 43), (ttft.Count, ttft.Sum));
        Assert.Equal([40, 180, 236, 240], ttft.Buckets.Select(bucket => bucket.Count));
        Assert.NotNull(page.Histogram(ServerMetric.Queue));
        Assert.NotNull(page.Histogram(ServerMetric.Inference));
        Assert.Null(page[ServerMetric.SpecDrafts]);
    }

    [Fact]
    public void Names_of_vLLM_before_V1_are_known()
    {
        var page = MetricsData.Recorded("vllm-v0.txt");
        Assert.Equal((7, 4, 2, 0.5), (page[ServerMetric.Running], page[ServerMetric.Waiting], page[ServerMetric.Swapped], page[ServerMetric.KvCache]));
        Assert.Equal((40, 5, 0.75), (page[ServerMetric.Finished], page[ServerMetric.Preemptions], page[ServerMetric.SpecAcceptanceGauge]));
        Assert.Equal(20, page.Histogram(ServerMetric.Itl)!.MeanMs!.Value, 9);
        // -1 stands for a cache that was never looked into.
        Assert.Null(page[ServerMetric.PrefixHitGauge]);
    }

    [Fact]
    public void Names_that_Ray_passes_on_are_known()
    {
        var page = MetricsData.Recorded("vllm-ray.txt");
        Assert.Equal(("vLLM", 5, 0.25, 500, 6), (page.Server, page[ServerMetric.Running], page[ServerMetric.KvCache], page[ServerMetric.PromptTokens], page[ServerMetric.Finished]));
        Assert.Equal(50, page.Histogram(ServerMetric.Ttft)!.MeanMs!.Value, 9);
    }

    [Fact]
    public void First_rank_speaks_for_a_tensor_parallel_SGLang()
    {
        var page = MetricsData.Recorded("sglang.txt");
        Assert.Equal(("SGLang", 162, 2826, 0.28), (page.Server, page[ServerMetric.Running], page[ServerMetric.Waiting], page[ServerMetric.KvCache]));
        Assert.Equal((8_000, 7_500, 2_000, 30), (page[ServerMetric.PromptTokens], page[ServerMetric.GenerationTokens], page[ServerMetric.CachedTokens], page[ServerMetric.Finished]));
        Assert.Equal((0.0075, 2.5), (page[ServerMetric.PrefixHitGauge], page[ServerMetric.SpecLengthGauge]));
        Assert.Equal(100, page.Histogram(ServerMetric.Ttft)!.MeanMs!.Value, 9);
        Assert.Equal(20, page.Histogram(ServerMetric.Itl)!.MeanMs!.Value, 9);
    }

    [Fact]
    public void TGI_is_known()
    {
        var page = MetricsData.Recorded("tgi.txt");
        Assert.Equal(("TGI", 12, 3, 50), (page.Server, page[ServerMetric.Running], page[ServerMetric.Waiting], page[ServerMetric.Finished]));
        Assert.Equal((6_400, 5_000), (page[ServerMetric.PromptTokens], page[ServerMetric.GenerationTokens]));
        Assert.Equal(2, page.Histogram(ServerMetric.Queue)!.MeanMs!.Value, 9);
        Assert.Null(page.Histogram(ServerMetric.Ttft));
    }

    [Fact]
    public void Old_name_beside_the_new_one_counts_once_in_either_order()
    {
        Assert.Equal(0.4, MetricsData.Vllm("gpu_cache_usage_perc 0.9", "kv_cache_usage_perc 0.4")[ServerMetric.KvCache]);
        var page = MetricsData.Vllm("kv_cache_usage_perc 0.4", "gpu_cache_usage_perc 0.9");
        Assert.Equal((0.4, 0.4), (page[ServerMetric.KvCache], page.KvCacheMax));
    }

    [Fact]
    public void Series_that_stands_there_twice_counts_once() =>
        Assert.Equal(3, MetricsData.Vllm("num_requests_running{engine=\"0\"} 3", "num_requests_running{engine=\"0\"} 3")[ServerMetric.Running]);

    [Fact]
    public void Value_that_is_no_number_is_absent()
    {
        var page = MetricsData.Vllm("num_requests_running NaN", "num_requests_waiting 1");
        Assert.Equal((null, 1.0), (page[ServerMetric.Running], page[ServerMetric.Waiting]));
    }

    [Theory]
    [InlineData("", "is no Prometheus text")]
    [InlineData("<!doctype html><html><body>Sign in</body></html>", "is no Prometheus text")]
    [InlineData("{\"detail\":\"Not Found\"}", "is no Prometheus text")]
    [InlineData("process_cpu_seconds_total 4\nhttp_requests_total 5\n", "has no metrics of vLLM, SGLang or TGI")]
    public void Page_of_something_else_is_named(string text, string problem)
    {
        Assert.Null(ServerPage.Read(Encoding.UTF8.GetBytes(text), out var said));
        Assert.Equal(problem, said);
    }
}
