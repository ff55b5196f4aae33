using System.Text;
using System.Text.Json.Nodes;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class DamagedLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vllmstream-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("summary", "totals", "null", "totals cannot be null")]
    [InlineData("summary", "metrics", "null", "metrics cannot be null")]
    [InlineData("summary", "groups", "null", "groups cannot be null")]
    [InlineData("summary", "metrics.ttft_ms", "null", "metrics.ttft_ms cannot be null")]
    [InlineData("summary", "metrics.ttft_ms.p50", "1e308", "metrics.ttft_ms.p50 cannot be 1e308")]
    [InlineData("summary", "groups.chat_long", "null", "it lacks groups.chat_long")]
    [InlineData("summary", "findings", "[null]", "it lacks findings[0]")]
    [InlineData("summary", "totals", null, "it lacks totals")]
    [InlineData("summary", "groups.chat_long.itl_ms", null, "it lacks groups.chat_long.itl_ms")]
    [InlineData("run_started", "groups", "[\"a\",null]", "it lacks groups[1]")]
    [InlineData("request", "m", "null", "m cannot be null")]
    [InlineData("request", "group", "null", "group cannot be null")]
    [InlineData("request", "outcome", "7", "outcome cannot be 7")]
    [InlineData("request", "m.ttft_ms", "\"soon\"", "m.ttft_ms cannot be \"soon\"")]
    [InlineData("request", "m.ttft_ms", "1e308", "m.ttft_ms cannot be 1e308")]
    [InlineData("request", "m.ttft_ms", "5e12", "m.ttft_ms cannot be 5000000000000")]
    [InlineData("request", "scheduled_ms", "5e12", "scheduled_ms cannot be 5000000000000")]
    [InlineData("request", "finish_reasons", "null", "finish_reasons cannot be null")]
    [InlineData("interval", "to_ms", "-5e12", "to_ms cannot be -5000000000000")]
    [InlineData("interval", "group", "null", "group cannot be null")]
    [InlineData("phase", "at_ms", "5e12", "at_ms cannot be 5000000000000")]
    [InlineData("run_started", "load", "null", "load cannot be null")]
    public void Member_that_cannot_be_is_told_with_its_line(string type, string path, string? value, string problem)
    {
        var (text, line) = Damaged(type, path, value);
        var error = Assert.Throws<NdjsonFormatException>(() => Read(text));
        Assert.Equal(($"line {line}: is damaged: {problem}", (long)line), (error.Message, error.Line));
    }

    [Fact]
    public void Text_that_is_no_json_is_told_with_its_place()
    {
        Assert.Equal("line 1: is damaged: no JSON at character 1", Assert.Throws<NdjsonFormatException>(() => Read("hello\n")).Message);
        var lines = SampleRun.PlayMixed().Text.Split('\n');
        lines[20] = lines[20][..50];
        Assert.Matches(@"^line 21: is damaged: no JSON at character \d+$", Assert.Throws<NdjsonFormatException>(() => Read(string.Join('\n', lines))).Message);
    }

    [Fact]
    public void Members_that_older_versions_did_not_write_may_be_missing()
    {
        var (text, _) = Damaged("request", "reader_wait_ms", value: null);
        Read(text);
        (text, _) = Damaged("summary", "parts", value: null);
        Read(text);
    }

    [Fact]
    public void Message_names_the_file_however_it_is_read()
    {
        var (text, line) = Damaged("request", "m", "null");
        var path = Path.Combine(_folder, "damaged.ndjson");
        File.WriteAllText(path, text);
        var expected = $"{path}: line {line}: is damaged: m cannot be null";
        Assert.Equal(expected, Assert.Throws<NdjsonFormatException>(() => RunReport.Explore(path)).Message);
        Assert.Equal(expected, Assert.Throws<NdjsonFormatException>(() => VllmStream.Profiling.Reporting.Html.HtmlReport.Of(SampleRun.PlayMixed().Summary, [path])).Message);
    }

    [Fact]
    public void Damaged_histogram_is_told_before_it_is_merged()
    {
        var (text, _) = Damaged("summary", "histograms.ttft_ms", "\"AAAA\"");
        string[] paths = [Path.Combine(_folder, "a.ndjson"), Path.Combine(_folder, "b.ndjson")];
        // Another run, which one that is merged has to be.
        File.WriteAllText(paths[0], SampleRun.PlayMixed().Text.Replace("\"run\":\"7f3a\"", "\"run\":\"8b21\"", StringComparison.Ordinal));
        File.WriteAllText(paths[1], text);
        Assert.StartsWith($"{paths[1]}: a histogram of its summary is damaged: ", Assert.Throws<NdjsonFormatException>(() => RunReport.Load(paths)).Message, StringComparison.Ordinal);
    }

    private static void Read(string text)
    {
        foreach (var _ in new NdjsonReader(new MemoryStream(Encoding.UTF8.GetBytes(text))).Read(_ => true))
        {
        }
    }

    // A whole run with another value in its last line of a type; null takes the member out.
    private static (string Text, int Line) Damaged(string type, string path, string? value)
    {
        var lines = SampleRun.PlayMixed().Text.Split('\n');
        var at = Array.FindLastIndex(lines, line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));
        var root = JsonNode.Parse(lines[at])!.AsObject();
        var names = path.Split('.');
        var holder = names[..^1].Aggregate(root, (node, name) => node[name]!.AsObject());
        Assert.True(holder.ContainsKey(names[^1]), path);
        if (value is null)
            holder.Remove(names[^1]);
        else
            holder[names[^1]] = JsonNode.Parse(value);
        lines[at] = root.ToJsonString();
        return (string.Join('\n', lines), at + 1);
    }
}
