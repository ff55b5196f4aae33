using System.Text.RegularExpressions;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Output;

[Trait("transport", "any")]
public sealed partial class ReportTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Theory]
    [Trait("case", "report")]
    [InlineData("ok")]
    [InlineData("mixed")]
    [InlineData("failed")]
    [InlineData("checks")]
    public async Task Report_of_a_file_is_the_summary_of_its_run_byte_for_byte(string kind)
    {
        string[] more = kind == "checks" ? ["--check", "ttft.p50 < 1ms", "--check", "error_rate < 1%", "--slo", "ttft<500ms,tpot<25ms"] : [];
        using var played = await simulator.RunAsync([.. Enumerable.Range(0, 24).Select(i => Answer(kind, i))], ["-c", "4", "-n", "24", .. more]);
        Assert.NotEmpty(played.Process.Stdout);
        var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson"]);
        Assert.Equal(played.Process.Stdout, report.Stdout);
        Expect.Exit(0, report);
    }

    [Fact]
    [Trait("case", "report")]
    public async Task Report_of_a_file_that_is_missing_or_none_of_ours_is_a_bad_file()
    {
        using var folder = new TempFolder();
        folder.Write("other.ndjson", "{\"hello\":1}\n");
        folder.Write("text.ndjson", "hello\n");
        foreach (var file in new[] { "nowhere.ndjson", "other.ndjson", "text.ndjson" })
        {
            var report = await Vllmstream.RunAsync(folder, ["report", file]);
            Expect.Exit(2, report);
            var error = Assert.Single(report.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
            Assert.Contains(file, error, StringComparison.Ordinal);
            Assert.Equal("", report.Stdout);
        }
    }

    [Fact]
    [Trait("case", "OS07")]
    public async Task Report_in_html_refers_to_nothing_outside()
    {
        using var played = await simulator.RunAsync([.. Enumerable.Range(0, 12).Select(i => Answer("mixed", i))], ["-c", "4", "-n", "12"]);
        var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson", "--html", "run.html"]);
        Expect.Exit(0, report);
        Assert.Equal(played.Process.Stdout, report.Stdout);
        Assert.Contains($"page: {played.Folder.File("run.html")}", report.Stderr, StringComparison.Ordinal);

        var page = await File.ReadAllTextAsync(played.Folder.File("run.html"), TestContext.Current.CancellationToken);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.All(Reference().Matches(page), reference => Assert.StartsWith("#", reference.Groups["to"].Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(Loading(), page);
    }

    [Fact]
    [Trait("case", "report")]
    public async Task Report_page_that_cannot_be_written_is_one_line()
    {
        using var played = await simulator.RunAsync([Answer("ok", 0)], ["-c", "1", "-n", "1"]);
        var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson", "--html", "nowhere/run.html"]);
        Expect.Exit(2, report);
        Assert.StartsWith("error: --html nowhere/run.html cannot be written: ", Assert.Single(report.Stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "SV03")]
    public async Task Server_without_metrics_is_measured_all_the_same()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["-c", "1", "-n", "3"]);
        Expect.Exit(0, played.Process);
        Assert.True(played.File.Notes.Count(n => n.GetRawText().Contains("/metrics", StringComparison.Ordinal)) <= 1);
    }

    private static string Answer(string kind, int number) => (kind, number % 4) switch
    {
        ("failed", _) => JsonBody("""{"error":{"message":"engine dead"}}""", 503),
        ("mixed", 1) => "status(429, message=rate limit, retry-after=1)",
        ("mixed", 2) => "play(R C(a))",
        ("mixed", 3) => """play(R C("\u00fc") E("b\u00f6se \u4f60\u597d") D)""",
        _ => Chat(20 + number, 7, 5),
    };

    // Every attribute that a browser follows, by itself or on a click.
    [GeneratedRegex("""\b(?:src|srcset|href|action|formaction|data|poster|background)\s*=\s*["']?(?<to>[^"'\s>]*)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"<(?:link|img|iframe|object|embed|base|audio|video|image|use)\b|@import|url\(|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Loading();
}
