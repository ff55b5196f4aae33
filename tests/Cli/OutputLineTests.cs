using VllmStream.Cli;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class OutputLineTests
{
    private static readonly TerminalFacts Pipe = new(StdoutIsTerminal: false, "xterm", NoColor: false);

    [Theory]
    [InlineData("", true, true, "xterm", false, "Tui")]
    [InlineData("--ui auto", true, true, "xterm", false, "Tui")]
    [InlineData("", true, true, null, false, "Tui")]
    [InlineData("", false, true, "xterm", false, "Plain")]
    [InlineData("", true, false, "xterm", false, "Plain")]
    [InlineData("", true, true, "dumb", false, "Plain")]
    [InlineData("", true, true, "xterm", true, "Plain")]
    [InlineData("--ui tui", true, true, "xterm", true, "Tui")]
    [InlineData("--no-tui", true, true, "xterm", false, "Plain")]
    [InlineData("--ui none", true, true, "xterm", false, "None")]
    [InlineData("-o -", true, true, "xterm", false, "None")]
    [InlineData("--quiet", true, true, "xterm", false, "None")]
    public async Task Screen_is_for_who_may_look_at_it(string options, bool stdout, bool stdin, string? term, bool isJob, string ui) =>
        Assert.Equal(ui, (await Terminal.RunAsync($"run h {options}", facts: new TerminalFacts(stdout, term, NoColor: false, stdin, isJob))).Output.Ui.ToString());

    [Fact]
    public async Task Headless_is_no_screen_and_NDJSON_on_stdout() =>
        Assert.Equal(
            new OutputOptions { Ui = UiKind.None, NdjsonPath = "-", Summary = SummaryKind.None },
            (await Terminal.RunAsync("run h --headless", facts: Pipe)).Output);

    [Fact]
    public async Task Figures_of_the_run_are_served_and_pushed_where_the_line_says()
    {
        var export = (await Terminal.RunAsync("run h --serve-metrics 9464 --otlp http://u:p@c:4318", sources => sources.Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=k")).Export;
        Assert.Equal((new ListenAddress("127.0.0.1", 9464), "--serve-metrics 9464", "http://c:4318/v1/metrics"), (export.Serve, export.ServeShown, export.Otlp!.Url));
        Assert.Equal(("x-key", "u:p"), (Assert.Single(export.OtlpHeaders).Name, export.Otlp.Credentials!.Reveal()));
        Assert.Equal(0, (await Terminal.TypeAsync("sweep h --serve-metrics 0")).Sweep!.Export.Serve!.Port);
        Assert.Equal(new ExportOptions(), (await Terminal.RunAsync("run h", sources => sources.Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "broken")).Export);
    }

    [Theory]
    [InlineData("run h --serve-metrics nine", "--serve-metrics nine is no port; write 9464, 0 for any free one, or 0.0.0.0:9464 for other machines")]
    [InlineData("sweep h --serve-metrics 65536", "--serve-metrics 65536 is no port; write 9464, 0 for any free one, or 0.0.0.0:9464 for other machines")]
    [InlineData("run h --otlp ftp://c", "--otlp ftp://c has the scheme ftp; write http:// or https://")]
    [InlineData("run h --otlp c:4318", "OTEL_EXPORTER_OTLP_HEADERS has an entry without a name; write name=value,name=value")]
    [InlineData("probe h --otlp c:4318", "no option --otlp for probe; it belongs to run, sweep")]
    public async Task Place_for_figures_that_cannot_be_is_one_line(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line, sources => sources.Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "broken");
        Assert.Equal(($"error: {error}\n", 2), (terminal.Errors, terminal.ExitCode));
    }

    [Theory]
    [InlineData("-o -")]
    [InlineData("--ndjson=-")]
    [InlineData("-o - --ui plain")]
    public async Task NDJSON_on_stdout_forces_no_screen(string options)
    {
        var output = (await Terminal.RunAsync($"run h {options}")).Output;
        Assert.Equal((UiKind.None, SummaryKind.None, true), (output.Ui, output.Summary, output.NdjsonIsStandardOutput));
    }

    [Theory]
    [InlineData("", UiKind.Plain)]
    [InlineData("--ui auto", UiKind.Plain)]
    [InlineData("--no-tui", UiKind.Plain)]
    [InlineData("--ui none", UiKind.None)]
    [InlineData("--quiet", UiKind.None)]
    public async Task Screen_is_chosen(string options, object ui) =>
        Assert.Equal(ui, (await Terminal.RunAsync($"run h {options}")).Output.Ui);

    [Theory]
    [InlineData("-o out.ndjson --summary json", "out.ndjson", SummaryKind.Json)]
    [InlineData("--summary none", null, SummaryKind.None)]
    [InlineData("--summary text", null, SummaryKind.Text)]
    public async Task Files_and_summary_are_chosen(string options, string? path, object summary)
    {
        var output = (await Terminal.RunAsync($"run h {options}")).Output;
        Assert.Equal((path, summary), (output.NdjsonPath, (object)output.Summary));
    }

    [Theory]
    [InlineData(true, "xterm", false, "", true)]
    [InlineData(true, "xterm", false, "--no-color", false)]
    [InlineData(true, "xterm", true, "", false)]
    [InlineData(true, "dumb", false, "", false)]
    [InlineData(false, "xterm", false, "", false)]
    public async Task Colour_needs_a_terminal_that_wants_it(bool isTerminal, string term, bool noColor, string options, bool color) =>
        Assert.Equal(color, (await Terminal.RunAsync($"run h {options}", facts: new TerminalFacts(isTerminal, term, noColor))).Output.Color);

    [Theory]
    [InlineData("xterm", "", false)]
    [InlineData("xterm", "--ascii", true)]
    [InlineData("dumb", "", true)]
    public async Task Ascii_is_chosen_or_all_there_is(string term, string options, bool ascii) =>
        Assert.Equal(ascii, (await Terminal.RunAsync($"run h {options}", facts: Pipe with { Term = term })).Output.Ascii);

    [Theory]
    [InlineData("", RecordDetail.Requests)]
    [InlineData("--record gaps", RecordDetail.Gaps)]
    [InlineData("--record raw", RecordDetail.Raw)]
    public async Task Record_says_how_much_is_written(string options, RecordDetail detail) =>
        Assert.Equal(detail, (await Terminal.OptionsAsync($"run h {options}")).Record);

    [Fact]
    public async Task Debug_and_quiet_are_kept()
    {
        var output = (await Terminal.RunAsync("run h --debug --quiet")).Output;
        Assert.True(output.Debug && output.Quiet);
    }

    [Fact]
    public async Task Report_takes_files()
    {
        var terminal = await Terminal.TypeAsync("report a.ndjson b.ndjson --json -", sources => sources.Files["a.ndjson"] = sources.Files["b.ndjson"] = "");
        Assert.Equal(["a.ndjson", "b.ndjson"], terminal.Report!.Files);
        Assert.Equal("-", terminal.Report.JsonPath);
    }

    [Fact]
    public async Task Report_takes_a_page() =>
        Assert.Equal("a.html", (await Terminal.TypeAsync("report a.ndjson --html a.html", sources => sources.Files["a.ndjson"] = "")).Report!.HtmlPath);

    [Theory]
    [InlineData("-", "--html - is stdout, where the summary goes; write a file name")]
    [InlineData("''", "--html is empty; write a file name")]
    [InlineData("./a.ndjson", "--html ./a.ndjson would write over a.ndjson, which is read; write another name")]
    public async Task Report_page_goes_into_a_file_of_its_own(string path, string error)
    {
        var terminal = await Terminal.TypeAsync($"report a.ndjson --html {path}", sources => sources.Files["a.ndjson"] = "");
        Assert.Equal((2, $"error: {error}\n"), (terminal.ExitCode, terminal.Errors.ReplaceLineEndings("\n")));
    }
}
