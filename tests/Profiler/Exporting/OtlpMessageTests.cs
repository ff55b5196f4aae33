using System.Globalization;
using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Recording;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class OtlpMessageTests
{
    private static readonly CountedRun Run = new CountedRun()
        .Add(RecordFactory.Streamed(10, RecordFactory.Every(10, 25, 5)), RecordFactory.Streamed(50, RecordFactory.Every(300, 8, 40), promptTokens: 5_000), RecordFactory.Failed(90, Outcome.HttpError, status: 500))
        .Describe();

    [Fact]
    public void Push_has_the_numbers_of_the_page()
    {
        var page = Run.Page().ToLookup(sample => sample.Name, StringComparer.Ordinal);
        var pushed = Run.Push().Series.Where(series => series.Metric.StartsWith("vllmstream.", StringComparison.Ordinal)).ToArray();
        Assert.Contains(pushed, series => series is { Metric: "vllmstream.time_to_first_token", Unit: "s", Kind: "histogram" });
        foreach (var series in pushed)
        {
            // As a collector's exporter for Prometheus translates it.
            var unit = series.Unit switch { "s" => "_seconds", "By" => "_bytes", "1" => "_ratio", _ => "" };
            var name = series.Metric.Replace('.', '_') + unit + (series.Kind == "sum" ? "_total" : "");
            if (series.Kind != "histogram")
            {
                Assert.Equal(series.Value, Same(name).Value, 3);
                continue;
            }

            Assert.Equal((series.Count, series.Sum), ((long)Same(name + "_count").Value, Same(name + "_sum").Value));
            Assert.Equal(series.Bounds.Count + 1, series.Counts.Count);
            long below = 0;
            foreach (var (count, bound) in series.Counts.Zip([.. series.Bounds.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture)), "+Inf"]))
                Assert.Equal(below += count, page[name + "_bucket"].Single(sample => sample.Le == bound && Matches(sample)).Value);

            PageSample Same(string sampleName) => page[sampleName].Single(Matches);

            bool Matches(PageSample sample) => sample.Group == series["group"] && sample.Result == series["result"] && sample.Word == (series["outcome"] ?? series["source"] ?? series["phase"] ?? series["kind"]);
        }

        Assert.Equal(page.Where(samples => !samples.Key.EndsWith("_bucket", StringComparison.Ordinal) && !samples.Key.EndsWith("_sum", StringComparison.Ordinal) && samples.Key != "vllmstream_run_info").Sum(samples => samples.Count()), pushed.Length);
    }

    [Fact]
    public void Resource_says_who_pushes_and_takes_tags_that_are_not_ours()
    {
        var resource = Run.Push().Resource;
        Assert.Equal(("vllmstream", "0.3.0", "7f3a", "4"), (resource["service.name"], resource["service.version"], resource["service.instance.id"], resource["tp"]));
        Assert.Equal(("http://127.0.0.1:8000/v1/chat/completions?***", "8000"), (resource["vllmstream.target"], resource["server.port"]));
    }

    [Fact]
    public void Conventions_for_generative_ai_have_duration_and_tokens()
    {
        var series = Run.Push().Series;
        var duration = Assert.Single(series, one => one.Metric == "gen_ai.client.operation.duration");
        Assert.Equal(("s", 2, "chat", "vllm", "Qwen/Qwen3-8B"), (duration.Unit, duration.Count, duration["gen_ai.operation.name"], duration["gen_ai.provider.name"], duration["gen_ai.request.model"]));
        var usage = series.Where(one => one.Metric == "gen_ai.client.token.usage").ToDictionary(one => one["gen_ai.token.type"]!, StringComparer.Ordinal);
        Assert.Equal((5_010, 45), (usage["input"].Sum, usage["output"].Sum));
        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], usage["input"].Bounds);
    }

    [Fact]
    public void Every_point_has_the_time_since_which_it_counts()
    {
        var start = (ulong)(Run.Figures.Clock.StartedAt - DateTimeOffset.UnixEpoch).Ticks * 100;
        Assert.All(Run.Push().Series, series => Assert.Equal((start, start + 3_000_000_000), (series.StartNs, series.TimeNs)));
    }
}
