using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Metrics;
using VllmStream.Tests.Profiler.Output;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class HtmlReportTests
{
    private static readonly string[] Parts =
        ["findings", "run", "latency", "distributions", "time", "groups", "agents", "slowest", "errors", "stalls", "plan", "client", "checks", "definitions", "text"];

    [Fact]
    public void Page_has_its_parts_in_order_and_the_verdict_before_them()
    {
        var page = PageDocument.Of(SampleRun.PlayMixed().Text);
        Assert.Equal(Parts, page.Root.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.True(page.Text.IndexOf("class=\"verdict", StringComparison.Ordinal) < page.Text.IndexOf("<section", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_refers_to_nothing_outside()
    {
        var page = PageDocument.Of(SampleRun.PlayMixed().Text);
        string[] referring = ["href", "src", "srcset", "action", "data", "poster", "background", "formaction"];
        var references = page.Root.DescendantsAndSelf().Attributes().Where(attribute => referring.Contains(attribute.Name.LocalName)).Select(attribute => attribute.Value).ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.StartsWith("#", reference, StringComparison.Ordinal));
        string[] loading = ["link", "img", "iframe", "object", "embed", "base", "audio", "video", "image", "use"];
        Assert.DoesNotContain(page.Root.Descendants(), element => loading.Contains(element.Name.LocalName));
        Assert.DoesNotContain("url(", Assert.Single(page.Root.Descendants("style")).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Root.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Latency_table_has_the_figures_of_the_summary_text()
    {
        var run = SampleRun.PlayMixed();
        var text = SummaryText.ToText(run.Summary, SummaryTextOptions.Plain).Split('\n').Select(Words).ToArray();
        var rows = PageDocument.Of(run.Text).Section("latency").Descendants("tr").Skip(1).Select(row => Words(string.Join(' ', row.Elements().Select(cell => cell.Value)))).ToArray();
        Assert.InRange(rows.Length, 6, 9);
        Assert.All(rows, row => Assert.Contains(row, text));

        static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Bars_of_a_histogram_tell_counts_that_add_up_to_n()
    {
        var run = SampleRun.PlayMixed();
        var chart = Assert.Single(PageDocument.Of(run.Text).Section("distributions").Descendants("figure"), figure => figure.Attribute("id")?.Value == "chart-ttft");
        var n = run.Summary.Metrics.TtftMs.N;
        var told = PageDocument.Told(chart);
        Assert.Equal(n, told.Where(text => text.Contains(" to ", StringComparison.Ordinal) && !text.StartsWith("up to", StringComparison.Ordinal)).Sum(Count));
        Assert.Equal(n, Count(told.Last(text => text.StartsWith("up to", StringComparison.Ordinal))));
        Assert.Contains($"p99 {Exact(run.Summary.Metrics.TtftMs.P99)} ms", told);

        static long Count(string text) => long.Parse(text.Split('\n')[1].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Points_over_time_tell_the_numbers_of_the_interval_lines()
    {
        var text = WithTtft(SampleRun.PlayMixed().Text);
        var intervals = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == "interval" && line.GetProperty("group").GetString() == "chat_long").ToArray();
        var told = PageDocument.Told(PageDocument.Of(text).Figure("TTFT of chat_long"));
        Assert.True(intervals.Length > 5);
        Assert.Equal(intervals.Length, told.Length);
        Assert.All(intervals.Zip(told), pair =>
        {
            var ttft = pair.First.GetProperty("ttft");
            Assert.EndsWith($"\np50 {Of("p50", " ms")}\np90 {Of("p90", " ms")}\np99 {Of("p99", " ms")}\nn {Of("n", "")}", pair.Second, StringComparison.Ordinal);

            // As the file writes it, to the last digit.
            string Of(string name, string unit) => (ttft.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : "-") + unit;
        });
    }

    [Fact]
    public void Server_over_time_tells_what_its_lines_say()
    {
        var page = PageDocument.Of(SampleRun.PlayMixed().Text);
        Assert.Equal(["1.000 s\nwaiting 1\nrunning 7"], PageDocument.Told(page.Figure("Server queue")));
        Assert.Equal(["1.000 s\nin use 0.25 of 1"], PageDocument.Told(page.Figure("KV cache")));
        Assert.Contains("no readings of GPUs", page.Figure("GPU utilisation").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Slowest_requests_come_with_their_marks()
    {
        var run = SampleRun.PlayMixed();
        var rows = PageDocument.Of(run.Text).Section("slowest").Descendants("tr").Skip(1).ToArray();
        Assert.Equal(20, rows.Length);
        var worst = SampleRun.Mixed().Where(record => !record.Warmup).MaxBy(record => record.Marks.End - record.Marks.Sent)!;
        Assert.Equal($"{worst.Id}", rows[0].Elements().First().Value);
        var told = Assert.Single(PageDocument.Told(rows[0]));
        Assert.All((string[])["connected ", "sent ", "headers ", "first byte ", "first token ", "last token ", "end "], mark => Assert.Contains($"\n{mark}", told, StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_of_servers_and_files_are_no_markup()
    {
        const string Hostile = "</script></title></style>\"'><img src=x onerror=alert(1)><svg onload=alert(2)>";
        var description = SummaryFactory.Description(groups: [Hostile]) with { Model = Hostile, Scenario = Hostile, ServerName = Hostile, Notices = [Hostile] };
        var run = SampleRun.Play(
            [RecordFactory.Failed(10, Outcome.HttpError, new RequestError("http_500", Hostile), 500, group: Hostile), RecordFactory.Streamed(20, [5, 9], group: Hostile, id: 1)],
            description, 0, 100, 200);
        var page = PageDocument.Of(run.Text);
        Assert.Contains(Hostile, page.Section("errors").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Root.Descendants(), element => element.Name.LocalName == "img");
        Assert.DoesNotContain("<img", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(page.Root.Descendants("script"));
        Assert.DoesNotContain(page.Root.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_without_a_request_says_why_there_is_nothing()
    {
        var page = PageDocument.Of(SampleRun.Play([], SummaryFactory.Description(), 0, 100, 200).Text);
        Assert.Equal(Parts, page.Root.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Contains("no measured request ended", page.Section("slowest").Value, StringComparison.Ordinal);
        Assert.All(page.Section("distributions").Descendants("figure"), figure => Assert.Contains("nothing measured", figure.Value, StringComparison.Ordinal));
        Assert.Empty(page.Section("distributions").Descendants("svg"));
    }

    [Fact]
    public void Run_of_failures_only_draws_no_times_and_shows_the_errors()
    {
        var records = Enumerable.Range(0, 5).Select(i => RecordFactory.Failed(i * 10, Outcome.HttpError, new RequestError("http_503", $"engine dead {i}"), 503, id: i));
        var page = PageDocument.Of(SampleRun.Play(records, SummaryFactory.Description(), 0, 100, 200).Text);
        Assert.All(page.Section("distributions").Descendants("figure"), figure => Assert.Contains("no success", figure.Value, StringComparison.Ordinal));
        Assert.Empty(page.Section("distributions").Descendants("svg"));
        var errors = page.Section("errors");
        Assert.Contains("http_error", errors.Value, StringComparison.Ordinal);
        Assert.Equal(3, errors.Descendants("p").Count(example => example.Value.Contains("status 503, http_503: engine dead", StringComparison.Ordinal)));
    }

    [Fact]
    public void File_that_was_cut_gives_a_page_of_what_is_in_it()
    {
        var run = SampleRun.PlayMixed();
        var page = PageDocument.Of(run.TextWithoutSummary[..^500]);
        Assert.Contains("INTERRUPTED", page.Root.Value, StringComparison.Ordinal);
        Assert.Equal(20, page.Section("slowest").Descendants("tr").Skip(1).Count());
        Assert.NotEmpty(page.Section("distributions").Descendants("svg"));
    }

    [Fact]
    public void Page_of_several_files_says_what_it_leaves_out()
    {
        var run = SampleRun.PlayMixed();
        var page = PageDocument.Of(run.Summary, run.Summary);
        Assert.All((string[])["time", "slowest", "plan"], part => Assert.Contains("left out", page.Section(part).Value, StringComparison.Ordinal));
        Assert.NotEmpty(page.Section("distributions").Descendants("svg"));
        Assert.Contains($"n {2 * run.Summary.Metrics.TtftMs.N}", page.Section("distributions").Value, StringComparison.Ordinal);
        Assert.Contains("\"rate limit\", retry after 1 s", page.Section("errors").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_histogram_is_said_and_not_drawn()
    {
        var run = SampleRun.PlayMixed();
        var page = PageDocument.Of(run.Text.Replace(run.Summary.Histograms.TtftMs!, "AAAA" + run.Summary.Histograms.TtftMs![4..], StringComparison.Ordinal));
        Assert.Contains("damaged", page.Section("distributions").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_a_long_run_stays_small()
    {
        var run = SampleRun.PlayMixed();
        var lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var interval = lines.First(line => line.Contains("\"type\":\"interval\"", StringComparison.Ordinal));
        var figures = JsonSerializer.Deserialize(interval, NdjsonContext.Plain.IntervalLine)! with { ItlHistogram = null, ItlPositions = [] };
        var many = Enumerable.Range(0, 2_000).SelectMany(second => Enumerable.Range(0, 10).Select(group => JsonSerializer.Serialize(
            figures with { FromMs = (second * 1_000.0) + 0.123, ToMs = ((second + 1) * 1_000.0) + 0.123, Group = $"group {group}", Ttft = figures.Ttft with { P50 = 123.456, P90 = 234.567, P99 = 345.678 } },
            NdjsonContext.Plain.IntervalLine)));
        var page = PageDocument.Of(string.Join('\n', lines[..4].Concat(many).Concat(lines[4..])) + "\n");
        Assert.InRange(page.Text.Length, 100_000, 2 * 1024 * 1024 / 2);
        Assert.Contains("each point is 8 of them", page.Section("time").Value, StringComparison.Ordinal);
        // Ten, and the two of the sample.
        Assert.Contains("4 more groups are in the file and not drawn", page.Section("time").Value, StringComparison.Ordinal);
    }

    // The sample has no figures of requests that are under way, which is where those of an interval come from.
    private static string WithTtft(string text) => string.Join('\n', text.Split('\n').Select((line, i) => !line.Contains("\"type\":\"interval\"", StringComparison.Ordinal)
        ? line
        : JsonSerializer.Serialize(
            JsonSerializer.Deserialize(line, NdjsonContext.Plain.IntervalLine)! with { Ttft = new IntervalBlock { N = 90 + i, P50 = 80.123 + i, P90 = 123.4 + i, P99 = 90 + i >= 100 ? 250.05 + i : null } },
            NdjsonContext.Plain.IntervalLine)));

    private static string Exact(double? value) => value!.Value.ToString("R", CultureInfo.InvariantCulture);
}
