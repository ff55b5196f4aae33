using System.Globalization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange.Csv;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class RunTablesTests : IDisposable
{
    private const string Shares = "50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vllmstream-csv-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Tables_have_a_row_for_each_record_group_and_interval()
    {
        var run = LoggedRun.Mixed(RecordDetail.Requests);
        var (requests, stats, history) = Write(run);
        var lines = new NdjsonReader(run.Stream).Read(type => type is RequestLine.Word or IntervalLine.Word).ToArray();
        var records = lines.OfType<RequestLine>().ToArray();
        Assert.Equal(records.Length + 1, requests.Length);
        Assert.Equal(records.Select(record => record.Id.ToString(CultureInfo.InvariantCulture)), requests.Skip(1).Select(row => row[0]));
        Assert.Equal(["Name", "chat_long", "chat_short", "Aggregated"], stats.Select(row => row[1]));
        var intervals = lines.OfType<IntervalLine>().ToArray();
        Assert.Equal(intervals.Length + intervals.DistinctBy(line => line.ToMs).Count() + 1, history.Length);
    }

    [Fact]
    public void Stats_have_the_columns_of_Locust_and_the_counts_of_the_summary()
    {
        var run = LoggedRun.Mixed(RecordDetail.Requests);
        var (_, stats, _) = Write(run);
        Assert.Equal(
            "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s," + Shares,
            string.Join(',', stats[0]));
        Assert.All(stats, row => Assert.Equal(stats[0].Length, row.Length));
        var aggregated = stats[^1];
        Assert.Equal(("", $"{run.Summary.Totals.Requests}", $"{run.Summary.Totals.Failed}"), (aggregated[0], aggregated[2], aggregated[3]));
        foreach (var row in stats.Skip(1).SkipLast(1))
            Assert.Equal(("POST", $"{run.Summary.Groups[row[1]].Requests}", $"{run.Summary.Groups[row[1]].Failed}"), (row[0], row[2], row[3]));
        Assert.Equal(run.Summary.Totals.Requests / (run.Summary.Totals.Whole!.DurationMs / 1_000), Number(aggregated[9]), 6);
    }

    [Fact]
    public void History_adds_up_to_what_the_intervals_counted()
    {
        var run = LoggedRun.Mixed(RecordDetail.Requests);
        var (_, _, history) = Write(run);
        Assert.Equal(
            "Timestamp,User Count,Type,Name,Requests/s,Failures/s," + Shares + ",Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size",
            string.Join(',', history[0]));
        var intervals = new NdjsonReader(run.Stream).Read(type => type is IntervalLine.Word).Cast<IntervalLine>().ToArray();
        var groups = history.Skip(1).Where(row => row[3] != "Aggregated").ToArray();
        Assert.Equal(intervals.Length, groups.Length);
        for (var i = 0; i < intervals.Length; i++)
        {
            var seconds = (intervals[i].ToMs - intervals[i].FromMs) / 1_000;
            Assert.Equal(intervals[i].Group, groups[i][3]);
            Assert.Equal(intervals[i].Ok + intervals[i].Failed, Math.Round(Number(groups[i][4]) * seconds, 3));
            Assert.Equal(intervals[i].Failed, Math.Round(Number(groups[i][5]) * seconds, 3));
        }

        var last = history[^1];
        Assert.Equal(("Aggregated", $"{intervals.Sum(line => line.Ok + line.Failed)}", $"{intervals.Sum(line => line.Failed)}"), (last[3], last[17], last[18]));
        Assert.Equal(run.Summary.Run.StartedAt.ToUnixTimeSeconds() + 1, long.Parse(history[1][0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Interval_without_requests_has_no_percentiles()
    {
        var run = LoggedRun.Of(LoggedRun.TenAnswers);
        var empty = new IntervalLine { FromMs = 0, ToMs = 1_000, Group = "chat", TMs = 1_000 };
        var text = run.Text + System.Text.Json.JsonSerializer.Serialize(empty with { FromMs = 6_000, ToMs = 7_000 }, NdjsonContext.Plain.IntervalLine) + "\n"
            + System.Text.Json.JsonSerializer.Serialize(empty with { FromMs = 7_000, ToMs = 8_000 }, NdjsonContext.Plain.IntervalLine) + "\n";
        var (_, _, history) = Write(LoggedRun.Of(text));
        Assert.Equal(["1.000000", "1.000000", "0.000000", "0.000000"], history.Skip(1).Select(row => row[4]));
        Assert.Equal(["4400", "4400", "N/A", "N/A"], history.Skip(1).Select(row => row[6]));
        Assert.Equal(["1", "1", "1", "1"], history.Skip(1).Select(row => row[17]));
    }

    [Fact]
    public void Requests_keep_what_a_server_said_in_one_field()
    {
        const string Said = "no, \"really\"\r\nnot = at all";
        var (requests, _, _) = Write(LoggedRun.Of(LoggedRun.TenAnswers with { Outcome = Outcome.HttpError, HttpStatus = 500, Error = new RequestError("http_500", Said), Warnings = StreamWarnings.NoDone | StreamWarnings.Batched }));
        string At(string column) => requests[1][Array.IndexOf(requests[0], column)];
        Assert.Equal(2, requests.Length);
        Assert.All(requests, row => Assert.Equal(requests[0].Length, row.Length));
        Assert.Equal((Said, "http_error", "500", "no_done batched"), (At("error_message"), At("outcome"), At("http_status"), At("warnings")));
        Assert.Equal(("150", "4551", "", "", "running", "false"), (At("started_ms"), At("end_ms"), At("ttft_ms"), At("conn"), At("phase"), At("will_retry")));
    }

    [Fact]
    public void Rows_end_as_rfc_4180_has_it()
    {
        Write(LoggedRun.Of(LoggedRun.TenAnswers));
        foreach (var file in _folder.GetFiles())
        {
            var text = File.ReadAllText(file.FullName);
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
            Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        }

        Assert.Equal(["requests.csv", "stats.csv", "stats_history.csv"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    private (string[][] Requests, string[][] Stats, string[][] History) Write(LoggedRun run)
    {
        RunTables.Write(run.Stream, run.Summary, _folder.FullName);
        return (Read(RunTables.Requests), Read(RunTables.Stats), Read(RunTables.History));
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    // A reader of RFC 4180 that knows nothing of the writer.
    private string[][] Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(_folder.FullName, name));
        var (rows, row, field, quoted) = (new List<string[]>(), new List<string>(), "", false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field += text[++i];
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] == ',')
                (row, field) = ([.. row, field], "");
            else if (!quoted && text[i] == '\r' && text[i + 1] == '\n')
                i = End(i + 1);
            else
                field += text[i];
        }

        Assert.Equal("", field);
        return [.. rows];

        int End(int at)
        {
            rows.Add([.. row, field]);
            (row, field) = ([], "");
            return at;
        }
    }
}
