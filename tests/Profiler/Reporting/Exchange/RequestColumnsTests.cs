using System.Text.Json;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Csv;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class RequestColumnsTests
{
    // In every line of a run, and told by the table's place in it.
    private static readonly string[] OfTheFile = ["schema", "type", "run", "seq", "t_ms"];

    // Not single values, but for those that are spelt out.
    private static readonly Dictionary<string, string[]> SpeltOut = new(StringComparer.Ordinal)
    {
        ["error"] = ["error_kind", "error_message"],
        ["m"] = ["ttft_ms", "ttfc_ms", "tpot_ms", "e2e_ms", "wait_ms", "tokens_per_s", "itl_p50_ms", "itl_p99_ms"],
        ["gaps_us"] = [],
        ["body"] = [],
    };

    [Fact]
    public void Columns_are_the_single_values_of_a_request_line()
    {
        using var line = JsonDocument.Parse(JsonSerializer.Serialize(new RequestLine(), NdjsonContext.Plain.RequestLine));
        var keys = line.RootElement.EnumerateObject().Select(member => member.Name).Where(name => !OfTheFile.Contains(name, StringComparer.Ordinal));
        Assert.Equal(keys.SelectMany(key => SpeltOut.GetValueOrDefault(key) ?? [key]).Order(StringComparer.Ordinal), RequestColumns.Names.Order(StringComparer.Ordinal));
        Assert.Equal(RequestColumns.Names.Count(), RequestColumns.Of(new RequestLine()).Count());
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [InlineData("+1", "'+1")]
    [InlineData("-1+2", "'-1+2")]
    [InlineData("@x", "'@x")]
    [InlineData("\t=x", "'\t=x")]
    [InlineData("\r=x", "'\r=x")]
    [InlineData("chat", "chat")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Text_that_a_spreadsheet_would_compute_has_an_apostrophe(string? text, string? field)
    {
        Assert.Equal(field, CsvField.OfText(text));
        var names = RequestColumns.Names.ToList();
        var row = RequestColumns.Of(new RequestLine { Group = text ?? "", Error = new RequestError("k", text ?? "") }).ToList();
        Assert.Equal((field ?? "", field ?? ""), (row[names.IndexOf("group")], row[names.IndexOf("error_message")]));
        Assert.Contains(field ?? "", LocustColumns.StatsRow(text ?? "", new LocustTimes(), 1));
    }

    [Fact]
    public void Numbers_below_0_are_numbers() => Assert.Equal("-7", RequestColumns.Of(new RequestLine { Id = -7 }).First());
}
