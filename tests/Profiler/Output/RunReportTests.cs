using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class RunReportTests
{
    [Fact]
    public void RunReport_of_a_file_draws_the_same_bytes_as_the_run()
    {
        var run = SampleRun.PlayMixed();

        Assert.Equal(SummaryText.ToText(run.Summary, SummaryTextOptions.Plain), SummaryText.ToText(SampleRun.Report(run.Text), SummaryTextOptions.Plain));
    }

    [Theory]
    [InlineData(RecordDetail.Requests)]
    [InlineData(RecordDetail.Gaps)]
    public void RunReport_of_a_file_without_summary_has_the_same_figures(RecordDetail detail)
    {
        var run = SampleRun.PlayMixed(detail);

        var rebuilt = SampleRun.Report(run.TextWithoutSummary);

        Assert.Equal((Verdict.Interrupted, "file has no summary: cut"), (rebuilt.Judgement.Verdict, rebuilt.Judgement.Reason));
        Assert.Equal(run.Summary.Metrics, rebuilt.Metrics);
        Assert.Equal(run.Summary.Histograms, rebuilt.Histograms);
        Assert.Equivalent(run.Summary.Groups["chat_long"], rebuilt.Groups["chat_long"], strict: true);
        Assert.Equivalent(run.Summary.Totals.Smoothness, rebuilt.Totals.Smoothness, strict: true);
        Assert.Equal(run.Summary.Checks, rebuilt.Checks);
        Assert.Equal(run.Summary.Totals.Steady, rebuilt.Totals.Steady);
        Assert.Equal(run.Summary.Totals.Whole, rebuilt.Totals.Whole);
        Assert.Equal(run.Summary.Totals.Goodput, rebuilt.Totals.Goodput);
        Assert.Equal(run.Summary.Totals.Outcomes, rebuilt.Totals.Outcomes);
        Assert.Equal(run.Summary.Totals.Failures, rebuilt.Totals.Failures);
        Assert.Equal((run.Summary.Totals.InFlightP50, run.Summary.Totals.InFlightMax), (rebuilt.Totals.InFlightP50, rebuilt.Totals.InFlightMax));
        Assert.DoesNotContain(rebuilt.Findings, finding => finding.Code == "cut_itl");
    }

    [Fact]
    public void RunReport_of_a_paired_file_has_the_same_pairs_with_its_summary_and_without()
    {
        var run = SampleRun.PlayPaired();
        var (whole, rebuilt) = (SampleRun.Report(run.Text), SampleRun.Report(run.TextWithoutSummary));
        Assert.Equal(SummaryText.ToText(run.Summary, SummaryTextOptions.Plain), SummaryText.ToText(whole, SummaryTextOptions.Plain));
        Assert.Equal(Json(run.Summary), Json(whole));
        Assert.Equal(Json(run.Summary), Json(rebuilt));
        Assert.Equal((30, 1, 1), (rebuilt.Pairs!.Complete, rebuilt.Pairs.Incomplete.StreamFailed, rebuilt.Pairs.Incomplete.HalfSent));

        static string Json(RunSummary summary) => System.Text.Json.JsonSerializer.Serialize(summary.Pairs);
    }

    [Fact]
    public void RunReport_of_a_file_cut_anywhere_is_a_report()
    {
        var text = SampleRun.PlayMixed().Text;
        var first = text.IndexOf('\n') + 1;
        for (var length = first; length < text.Length; length += 7_919)
        {
            var report = SampleRun.Report(text[..length]);
            Assert.True(report.Finished <= 260);
        }
    }

    [Fact]
    public void RunReport_of_a_file_cut_between_intervals_says_that_gaps_are_missing()
    {
        var text = SampleRun.PlayMixed().TextWithoutSummary;
        var lastInterval = text.LastIndexOf("\"type\":\"interval\"", StringComparison.Ordinal);
        var previous = text.LastIndexOf("\"type\":\"interval\"", text.LastIndexOf("\"type\":\"request\"", lastInterval, StringComparison.Ordinal), StringComparison.Ordinal);
        var cut = text.LastIndexOf("\"type\":\"request\"", text.LastIndexOf("\"type\":\"request\"", lastInterval, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(previous < cut);

        Assert.Contains(SampleRun.Report(text[..text.LastIndexOf('\n', cut)]).Findings, finding => finding.Code == "cut_itl");
    }

    [Fact]
    public void RunReport_as_written_is_what_the_file_gives()
    {
        var run = SampleRun.PlayMixed();

        var written = RunReport.AsWritten(run.Summary, Redactor.None);

        Assert.Equal(SummaryText.ToText(SampleRun.Report(run.Text), SummaryTextOptions.Plain), SummaryText.ToText(written, SummaryTextOptions.Plain));
    }

    [Theory]
    [InlineData("", "file is empty")]
    [InlineData("hello\n", "line 1: is damaged")]
    [InlineData("{\"a\":1}\n", "line 1: is no line of a vllmstream run file")]
    [InlineData("{\"schema\":\"vllmstream/2\",\"type\":\"note\"}\n", "line 1: has schema vllmstream/2")]
    [InlineData("{\"schema\":\"vllmstream/1\",\"type\":\"note\",\"run\":\"x\"}\n", "file has no run_started line")]
    public void RunReport_of_another_file_says_what_is_wrong_and_where(string text, string message)
    {
        var problem = Assert.Throws<NdjsonFormatException>(() => SampleRun.Report(text));

        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunReport_of_a_file_damaged_in_the_middle_names_the_line()
    {
        var lines = SampleRun.PlayMixed().TextWithoutSummary.Split('\n');
        lines[20] = lines[20][..50];

        Assert.Equal(21, Assert.Throws<NdjsonFormatException>(() => SampleRun.Report(string.Join('\n', lines))).Line);
    }

    [Fact]
    public void RunReport_of_several_files_merges_them()
    {
        var folder = Directory.CreateTempSubdirectory("vllmstream-report");
        try
        {
            var path = Path.Combine(folder.FullName, "run.ndjson");
            var old = Path.Combine(folder.FullName, "old.ndjson");
            File.WriteAllText(path, SampleRun.PlayMixed().Text);
            // As a version wrote it that had no parts.
            File.WriteAllText(old, SampleRun.PlayMixed().Text.Replace("\"parts\":[],", "", StringComparison.Ordinal).Replace("\"run\":\"7f3a\"", "\"run\":\"8d1c\"", StringComparison.Ordinal));
            Assert.NotEqual(new FileInfo(path).Length, new FileInfo(old).Length);

            var merged = RunReport.Load([path, old]);

            Assert.Equal(500, merged.Finished);
            Assert.Equal(2 * SampleRun.PlayMixed().Summary.Metrics.ItlMs.N, merged.Metrics.ItlMs.N);

            // A run that is there twice would count twice.
            var copy = Path.Combine(folder.FullName, "copy.ndjson");
            File.Copy(path, copy);
            Assert.Equal($"{path} and {copy} are one run (7f3a), and its requests would count 2 times; name one of them", Assert.Throws<OptionException>(() => RunReport.Load([path, old, copy])).Message);
            Assert.Equal($"{old} is named 2 times, and its requests would count as often; name it once", Assert.Throws<OptionException>(() => RunReport.Load([old, path, old])).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
