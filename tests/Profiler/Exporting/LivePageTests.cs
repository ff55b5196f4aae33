using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class LivePageTests
{
    private static readonly CountedRun Run = new CountedRun().Add(RecordFactory.Streamed(10, [10, 20, 30])).Describe(run => run with { Model = "a\"b" });

    [Fact]
    public void Both_formats_have_the_same_samples()
    {
        Assert.Equal(PageSample.Read(Run.Text(PageFormat.OpenMetrics)), PageSample.Read(Run.Text(PageFormat.Prometheus)));
        Assert.EndsWith("\n# EOF\n", Run.Text(PageFormat.OpenMetrics), StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_has_the_suffix_in_the_family_and_knows_neither_info_nor_unit_nor_end()
    {
        var page = Run.Text(PageFormat.Prometheus);
        Assert.Contains("# TYPE vllmstream_requests_total counter\n", page, StringComparison.Ordinal);
        Assert.Contains("# TYPE vllmstream_run_info gauge\n", page, StringComparison.Ordinal);
        Assert.Contains("# TYPE vllmstream_time_to_first_token_seconds histogram\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("# UNIT", page, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Families_stand_together_and_begin_the_names_of_their_samples(bool isOpen)
    {
        string? family = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Run.Text(isOpen ? PageFormat.OpenMetrics : PageFormat.Prometheus).Split('\n'))
        {
            var words = line.Split(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(seen.Add(family = words[2]), line);
            else if (line.StartsWith("# UNIT ", StringComparison.Ordinal))
                Assert.True(words[2] == family && family.EndsWith("_" + words[3], StringComparison.Ordinal), line);
            else if (line.Length > 0 && line[0] != '#')
                Assert.StartsWith(family!, line, StringComparison.Ordinal);
        }

        Assert.Contains("vllmstream_client_memory_bytes", seen);
    }

    [Fact]
    public void Info_names_the_run_and_hides_what_may_be_a_key()
    {
        var page = Run.Text(PageFormat.Prometheus);
        Assert.Contains("vllmstream_run_info{run=\"7f3a\",tool=\"vllmstream 0.3.0\",model=\"a\\\"b\",target=\"http://127.0.0.1:8000/v1/chat/completions?***\",server=\"vLLM\",server_version=\"0.11.0\",mode=\"stream\",load=\"closed\"} 1\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghijklmnop", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_of_latencies_are_those_of_vllm() =>
        Assert.Equal([0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560], MetricFamily.All.Single(family => family.Metric == MetricId.Ttft).Buckets);
}
