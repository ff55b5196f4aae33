using System.Globalization;
using System.Text;
using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.OpenMetrics;
using VllmStream.Profiling.Server.Scraping;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class SummaryMetricsTests
{
    private sealed record Sample(string Name, double Value, string? Group, string? Le, string? Window, string? Result);

    [Fact]
    public void Page_is_read_by_our_own_parser_without_a_broken_line()
    {
        var summary = LoggedRun.Mixed(RecordDetail.Requests).Summary;
        var page = SummaryMetrics.Of(summary);
        var samples = Read(page);
        Assert.EndsWith("\n# EOF\n", page, StringComparison.Ordinal);
        Assert.Equal(summary.Totals.Ok, samples.Where(sample => sample is { Name: "vllmstream_requests_total", Result: "ok" }).Sum(sample => sample.Value));
        Assert.Equal(summary.Totals.Failed, samples.Where(sample => sample is { Name: "vllmstream_requests_total", Result: "failed" }).Sum(sample => sample.Value));
        Assert.Equal((double?)summary.Totals.OutputTokens, samples.Where(sample => sample.Name == "vllmstream_output_tokens_total").Sum(sample => sample.Value));
        Assert.Equal(summary.Totals.Steady!.OutputTokensPerS, Assert.Single(samples, sample => sample is { Name: "vllmstream_output_tokens_per_second", Window: "steady" }).Value);
        Assert.Equal(1, Assert.Single(samples, sample => sample.Name == "vllmstream_run_info").Value);
    }

    [Fact]
    public void Histogram_is_cumulative_and_holds_every_sample()
    {
        var summary = LoggedRun.Mixed(RecordDetail.Requests).Summary;
        var samples = Read(SummaryMetrics.Of(summary));
        foreach (var group in summary.Groups)
        {
            foreach (var family in MetricFamily.All)
            {
                var buckets = samples.Where(sample => sample.Name == family.Name + "_bucket" && sample.Group == group.Key).ToArray();
                var (n, mean, scale) = family.IsRate
                    ? (group.Value.TokensPerS.N, group.Value.TokensPerS.Mean, 1.0)
                    : (group.Value.Time(family.Metric).N, group.Value.Time(family.Metric).Mean, 1_000.0);
                Assert.Equal(family.Buckets.Count + 1, buckets.Length);
                Assert.Equal([.. family.Buckets.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture)), "+Inf"], buckets.Select(bucket => bucket.Le));
                Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
                Assert.Equal((n, n), (buckets[^1].Value, Assert.Single(samples, sample => sample.Name == family.Name + "_count" && sample.Group == group.Key).Value));
                Assert.Equal(mean!.Value * n / scale, Assert.Single(samples, sample => sample.Name == family.Name + "_sum" && sample.Group == group.Key).Value, 3);
            }
        }
    }

    [Fact]
    public void Bucket_counts_the_samples_up_to_its_bound()
    {
        // TTFTs of 100.123 to 190.123 ms: the bounds at 100 ms and 250 ms have none and all of them below.
        var summary = LoggedRun.Mixed(RecordDetail.Requests).Summary;
        var buckets = Read(SummaryMetrics.Of(summary)).Where(sample => sample is { Name: "vllmstream_time_to_first_token_seconds_bucket", Group: "chat_long" }).ToDictionary(sample => sample.Le!, sample => sample.Value);
        Assert.Equal((0, summary.Groups["chat_long"].TtftMs.N), (buckets["0.1"], buckets["0.25"]));
    }

    [Fact]
    public void Families_stand_together_with_type_before_samples_and_a_unit_that_ends_the_name()
    {
        string? family = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in SummaryMetrics.Of(LoggedRun.Mixed(RecordDetail.Requests).Summary).Split('\n'))
        {
            var words = line.Split(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(seen.Add(family = words[2]), line);
            else if (line.StartsWith("# UNIT ", StringComparison.Ordinal))
                Assert.True(words[2] == family && family.EndsWith("_" + words[3], StringComparison.Ordinal), line);
            else if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.Equal(family, words[2]);
            else if (line.Length > 0 && line != "# EOF")
                Assert.StartsWith(family!, line, StringComparison.Ordinal);
        }

        Assert.All(seen, name => Assert.DoesNotMatch("_(total|bucket|count|sum|info)$", name));
    }

    [Fact]
    public void Labels_are_escaped_and_what_is_not_there_has_no_sample()
    {
        var run = LoggedRun.Of(SummaryFactory.Description() with { Model = "a\"b\\c\nd", ServerName = null }, new Dictionary<string, string>(), LoggedRun.TenAnswers with { PromptTokens = null });
        var page = SummaryMetrics.Of(run.Summary);
        var text = new PrometheusText(Encoding.UTF8.GetBytes(page));
        var models = new List<string?>();
        while (text.Read())
        {
            if (text.Name.SequenceEqual("vllmstream_run_info"u8))
                models.Add(text.Label("model"u8));
        }

        Assert.Equal(["a\"b\\c\nd"], models);
        Assert.DoesNotContain("server=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("vllmstream_prompt_tokens_total", page, StringComparison.Ordinal);
        Assert.DoesNotContain("vllmstream_goodput_requests_per_second ", page.Replace("# TYPE vllmstream_goodput_requests_per_second ", "", StringComparison.Ordinal).Replace("# HELP vllmstream_goodput_requests_per_second ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static List<Sample> Read(string page)
    {
        var samples = new List<Sample>();
        var text = new PrometheusText(Encoding.UTF8.GetBytes(page));
        while (text.Read())
            samples.Add(new Sample(Encoding.UTF8.GetString(text.Name), text.Value, text.Label("group"u8), text.Label("le"u8), text.Label("window"u8), text.Label("result"u8)));
        Assert.Equal(0, text.Broken);
        Assert.NotEmpty(samples);
        return samples;
    }
}
