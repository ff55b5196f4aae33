using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Output;

public sealed class NdjsonTests
{
    [Fact]
    public void NdjsonWriter_numbers_lines_without_holes()
    {
        var lines = Lines(SampleRun.PlayMixed().Text);

        Assert.Equal(Enumerable.Range(0, lines.Count).Select(i => (long)i), lines.Select(line => line.GetProperty("seq").GetInt64()));
        Assert.All(lines, line => Assert.Equal("vllmstream/1", line.GetProperty("schema").GetString()));
        Assert.All(lines, line => Assert.Equal("7f3a", line.GetProperty("run").GetString()));
        Assert.Equal("run_started", lines[0].GetProperty("type").GetString());
        Assert.Equal("summary", lines[^1].GetProperty("type").GetString());
    }

    [Fact]
    public void NdjsonWriter_keys_of_a_type_are_fixed()
    {
        foreach (var type in Lines(SampleRun.PlayMixed().Text).GroupBy(line => line.GetProperty("type").GetString()))
            Assert.Single(type.Select(line => string.Join(' ', line.EnumerateObject().Select(key => key.Name))).Distinct());
    }

    [Theory]
    [InlineData("request", "id group endpoint mode phase attempt outcome http_status error warnings conn scheduled_ms sent_ms connected_ms headers_ms first_byte_ms first_event_ms first_token_ms first_visible_ms last_token_ms end_ms prompt_tokens cached_tokens output_tokens reasoning_tokens token_source token_events events reads comments bytes finish_reasons done_marker stream_shape max_gap_ms m dns_ms tcp_ms tls_ms started_ms retry_after_s")]
    [InlineData("run_started", "started_at tool target model server load groups slo checks options host definitions")]
    [InlineData("probe", "dialect token_source usage_in_stream role_first events_per_read headers_ms first_token_ms")]
    [InlineData("phase", "phase reason")]
    [InlineData("interval", "from_ms to_ms group sent ok failed in_flight requests_per_s output_tokens_per_s ttft itl tpot e2e client")]
    [InlineData("note", "level code text data")]
    [InlineData("summary", "verdict exit_code planned sent finished abandoned totals groups metrics histograms checks findings client server")]
    public void NdjsonWriter_line_has_the_keys_of_the_contract(string type, string keys)
    {
        var line = Lines(SampleRun.PlayMixed().Text).First(line => line.GetProperty("type").GetString() == type);

        Assert.All(keys.Split(' '), key => Assert.True(line.TryGetProperty(key, out _), key));
    }

    [Fact]
    public void NdjsonWriter_metric_blocks_have_the_keys_of_the_contract()
    {
        var summary = Lines(SampleRun.PlayMixed().Text)[^1];
        string[] metrics = ["ttft_ms", "ttfc_ms", "itl_ms", "tpot_ms", "e2e_ms", "wait_ms", "tokens_per_s", "ttft_from_schedule_ms", "e2e_from_schedule_ms"];
        string[] keys = ["n", "mean", "min", "p50", "p75", "p90", "p95", "p99", "p999", "max"];
        foreach (var holder in new[] { summary.GetProperty("metrics"), summary.GetProperty("groups").GetProperty("chat_long") })
            Assert.All(metrics, metric => Assert.All(keys, key => Assert.True(holder.GetProperty(metric).TryGetProperty(key, out _), $"{metric}.{key}")));
        Assert.Equal(metrics.Order(), summary.GetProperty("histograms").EnumerateObject().Select(key => key.Name).Order());
        var definitions = Lines(SampleRun.PlayMixed().Text)[0].GetProperty("definitions");
        Assert.Equal(metrics.Order(), definitions.EnumerateObject().Select(key => key.Name).Order());
    }

    [Fact]
    public void NdjsonWriter_numbers_are_rounded_to_microseconds_and_never_minus_zero()
    {
        foreach (var line in SampleRun.PlayMixed().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            AssertNumbers(document.RootElement, "");
        }
    }

    [Fact]
    public void NdjsonWriter_wall_clock_stands_in_one_place() =>
        Assert.Single(SampleRun.PlayMixed().Text.Split('\n'), line => line.Contains("2026-11-25", StringComparison.Ordinal));

    [Fact]
    public void NdjsonWriter_line_separators_of_unicode_do_not_stand_bare()
    {
        // TX03: readers that split at every Unicode line end would tear the line.
        var text = Written(writer => writer.Write(new NoteLine { Text = "a\u2028b\u2029c\u0085d\re\n" }, 0));

        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.DoesNotContain(text, c => c is '\u2028' or '\u2029' or '\u0085' or '\r');
    }

    [Fact]
    public void NdjsonWriter_secret_is_nowhere_in_any_line()
    {
        const string Secret = "sk-a\"b/c=9f8e7d";
        var records = SampleRun.Mixed().Append(RecordFactory.Failed(5000, Outcome.HttpError, new RequestError("http_401", $"bad key {Secret} in {{\"k\":\"sk-a\\\"b/c=9f8e7d\"}} and {Uri.EscapeDataString(Secret)}", Secret), 401, id: 999));
        var run = SampleRun.Play(records, SampleRun.MixedDescription with { Notices = [$"key {Secret}"], Model = Secret }, 384, 9_984, 11_500, new Redactor([Secret]));

        foreach (var form in new[] { Secret, "a\\\"b/c=9f8e7d", "9f8e7d" })
            Assert.DoesNotContain(form, run.Text, StringComparison.Ordinal);
        Assert.Contains("***", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("9f8e7d", SummaryText.ToText(RunReport.AsWritten(run.Summary, new Redactor([Secret])), SummaryTextOptions.Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void NdjsonWriter_words_of_ours_survive_a_secret_of_the_same_letters()
    {
        var text = Written(writer => writer.WriteRequest(RecordFactory.Streamed(0, [100]), RequestMetrics.Of(RecordFactory.Streamed(0, [100]), RecordFactory.RunStart), RecordDetail.Requests, 0), new Redactor(["request", "reused", "stream"]));

        Assert.Equal("request", Lines(text)[0].GetProperty("type").GetString());
        Assert.Equal("stream", Lines(text)[0].GetProperty("mode").GetString());
    }

    [Fact]
    public void NdjsonWriter_full_disk_is_told_once_and_throws_never()
    {
        using var writer = new NdjsonWriter(new FullStream(), "x", Redactor.None);
        writer.Write(new NoteLine(), 0);
        writer.Flush();
        writer.Write(new NoteLine(), 1);
        writer.Flush();

        Assert.True(writer.TryTakeFailure(out var failure));
        Assert.Equal("no space left", failure!.Message);
        Assert.False(writer.TryTakeFailure(out _));
    }

    [Fact]
    public void NdjsonWriter_group_reaches_the_stream_with_the_flush()
    {
        var stream = new MemoryStream();
        using var writer = new NdjsonWriter(stream, "x", Redactor.None);
        writer.Write(new NoteLine(), 0);
        var before = stream.Length;
        writer.Flush();

        Assert.Equal(0, before);
        Assert.Equal(writer.Bytes, stream.Length);
    }

    [Fact]
    public void RequestLine_round_trip_gives_the_same_line()
    {
        foreach (var record in SampleRun.Mixed())
        {
            var first = Written(writer => writer.WriteRequest(record, RequestMetrics.Of(record, RecordFactory.RunStart), RecordDetail.Gaps, 1));
            var line = (RequestLine)new NdjsonReader(new MemoryStream(Encoding.UTF8.GetBytes(first))).Read(_ => true).Single();
            var again = RequestLines.ToRecord(line, RecordFactory.RunStart);
            var second = Written(writer => writer.WriteRequest(again, RequestMetrics.Of(again, RecordFactory.RunStart), RecordDetail.Gaps, 1));
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void NdjsonReader_unknown_keys_and_types_are_passed_over()
    {
        const string Text = """
            {"schema":"vllmstream/1","type":"hologram","run":"x","seq":0,"t_ms":0}
            {"schema":"vllmstream/1","type":"note","run":"x","seq":1,"t_ms":1.5,"level":"info","code":"a","text":"b","data":null,"mood":{"deep":[1]}}

            """;

        var note = Assert.IsType<NoteLine>(Assert.Single(new NdjsonReader(new MemoryStream(Encoding.UTF8.GetBytes(Text))).Read(_ => true)));

        Assert.Equal(("b", 1.5), (note.Text, note.TMs));
    }

    [Fact]
    public void NdjsonReader_cut_last_line_is_noticed_and_no_error()
    {
        var text = SampleRun.PlayMixed().Text;
        var reader = new NdjsonReader(new MemoryStream(Encoding.UTF8.GetBytes(text[..^500])));

        _ = reader.Read(_ => true).Count();

        Assert.True(reader.LastLineCut);
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Written(Action<NdjsonWriter> write, Redactor? redactor = null)
    {
        var stream = new MemoryStream();
        using (var writer = new NdjsonWriter(stream, "x", redactor ?? Redactor.None, leaveOpen: true))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void AssertNumbers(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    AssertNumbers(property.Value, property.Name);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    AssertNumbers(item, path);
                break;
            case JsonValueKind.Number:
                Assert.False(element.GetRawText().StartsWith('-'), $"{path} {element.GetRawText()}");
                if (path.EndsWith("_ms", StringComparison.Ordinal))
                    Assert.Equal(Math.Round(element.GetDouble(), 3), element.GetDouble());
                break;
        }
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no space left");
    }
}
