using System.Globalization;
using System.Text.RegularExpressions;

namespace VllmStream.Tests.EndToEnd.Screen;

/// <summary>The screen on a real terminal, pressed and read as a person does.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed partial class ScreenTests
{
    private const string Simulated = "run --sim --isl 64 --osl 40 --warmup 8 -o run.ndjson";

    [Fact]
    public void Views_are_walked_frozen_filtered_and_resized_and_the_terminal_is_left_clean()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, "run --sim -f mixed-prompts -c 8 -d 40s -o run.ndjson", 200, 50);
        var overview = screen.WaitFor(" RUNNING ", 40);
        Assert.Contains("scenario mixed-prompts", overview, StringComparison.Ordinal);
        Assert.Contains("group: all (2)", overview, StringComparison.Ordinal);
        Assert.Equal("1", screen.Flag("alternate_on"));
        screen.WaitFor("output tok/s");

        screen.Press("2");
        Assert.Contains("first token", screen.WaitFor("[2 TTFT]"), StringComparison.Ordinal);
        screen.Press("3");
        Assert.Contains("between tokens", screen.WaitFor("[3 ITL]"), StringComparison.Ordinal);
        screen.Press("l");
        screen.WaitFor("linear");
        screen.Press("4");
        screen.WaitFor("[4 Rate]");
        screen.Press("6");
        screen.WaitFor("nothing has failed");
        screen.Press("7");
        screen.WaitFor("[7 Server]");
        screen.Press("8");
        screen.WaitFor("A  chat_short   vs   B  chat_long");
        screen.Press("b");
        screen.WaitFor("vs   B  this run");
        screen.Press("?");
        screen.WaitFor("again: stop at once");
        screen.Press("Escape", "1", "g");
        screen.WaitFor("group: chat_short");
        screen.Press("G", "d");
        screen.WaitFor("first_token - sent");
        screen.Press("Escape");

        screen.Press("5", "Space");
        var frozen = screen.WaitFor("FROZEN");
        Thread.Sleep(1200);
        Assert.Equal(frozen, screen.Read());
        screen.Press("Space", "/");
        screen.WaitFor("filter: ");
        screen.Press("g", "r", "o", "u", "p", ":", "l", "o", "n", "g", "Enter");
        var filtered = screen.WaitFor("match group:long");
        Assert.DoesNotContain("chat_short ", string.Join('\n', filtered.Split('\n').Skip(4)), StringComparison.Ordinal);
        screen.Press("Enter");
        screen.WaitFor("timeline, ms from the planned send");
        screen.WaitFor("gaps between tokens");
        screen.Press("Escape", "Escape");

        screen.Resize(80, 24);
        screen.Press("1");
        Assert.All(screen.WaitFor("[1 Overview]").Split('\n'), line => Assert.True(line.Length <= 80));
        screen.Resize(60, 15);
        screen.WaitFor("needs 80x24, has 60x15");
        screen.Resize(200, 50);
        screen.WaitFor("in flight");

        screen.Press("q");
        screen.WaitFor("STOPPED", 30);
        screen.Press("q");
        var after = screen.WaitFor("shell status 130");
        Assert.Equal("0", screen.Flag("alternate_on"));
        Assert.Equal("0", screen.Flag("mouse_any_flag"));
        Assert.Equal("1", screen.Flag("cursor_flag"));
        Assert.Contains("exit 130 interrupted", after, StringComparison.Ordinal);
        Assert.True(RunFile.Read(folder.File("run.ndjson")).HasSummary);
    }

    [Fact]
    public void Figures_at_the_end_are_those_of_the_summary()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 12 -n 120", 80, 24);
        screen.WaitFor("RUNNING");
        screen.Resize(120, 60);
        var last = screen.WaitFor("FINISHED", 60);
        screen.Press("q");
        var printed = screen.WaitForGoodEnd();
        // Of a page that has grown nothing is left above what was there before.
        Assert.DoesNotContain('┌', printed);
        foreach (var label in (string[])["TTFT", "ITL", "TPOT", "E2E"])
        {
            // The screen has minimum and p95 besides; n, p50, p90, p99 and worst must agree digit for digit.
            var (shown, told) = (Figures(last, label), Figures(printed, label));
            Assert.Equal<IEnumerable<string>>(told, [shown[0], shown[2], shown[3], shown[5], shown[6]]);
        }
        var summary = RunFile.Read(folder.File("run.ndjson")).Summary;
        Assert.Equal(Figures(last, "TTFT")[0], summary.Metric("ttft_ms").N.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(double.Parse(Figures(last, "TTFT")[2], CultureInfo.InvariantCulture), summary.Metric("ttft_ms").P50!.Value, 0.06);
        // The head of the summary may have scrolled away; the throughput line is on both.
        Assert.Contains($"{TokensPerSecond().Match(last).Groups["rate"].Value} tok/s", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Server_that_is_not_there_is_shown_until_it_gives_up()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"run http://127.0.0.1:{ScriptedServer.FreePort()} --wait 4s", 80, 24);
        var connecting = screen.WaitFor("CONNECTING");
        Assert.Contains("No load has been sent", connecting, StringComparison.Ordinal);
        screen.WaitFor("refused");
        screen.WaitFor("FAILED  q exits with 3");
        screen.Press("q");
        var after = screen.WaitFor("shell status 3");
        Assert.Contains("error: ", after, StringComparison.Ordinal);
        Assert.Equal("0", screen.Flag("alternate_on"));
    }

    [Fact]
    public void Server_that_fails_everything_is_quoted()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Json("""{"error":{"message":"CUDA out of memory"}}""", 500) : null);
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"run {server.Url} -m m --no-probe --warmup 0 -c 4 -o run.ndjson", 100, 30);
        var failed = screen.WaitFor("FAILED  q exits with 5");
        Assert.Contains("CUDA out of memory", failed, StringComparison.Ordinal);
        screen.Press("q");
        screen.WaitFor("shell status 5");
    }

    [Fact]
    public async Task Server_that_dies_is_lost_and_the_run_goes_on()
    {
        using var simulator = await RunningSimulator.StartAsync("--itl", "20ms");
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"run {simulator.Url} --osl 20 -c 4 -d 40s -o run.ndjson", 120, 40);
        screen.WaitFor(" RUNNING ", 40);
        Thread.Sleep(1500);
        simulator.Process.Signal(VllmstreamProcess.SigKill);
        screen.WaitFor("SERVER LOST", 30);
        screen.Press("6");
        screen.WaitFor("connect_error");
        screen.Press("q");
        screen.WaitFor("STOPPED", 30);
        screen.Press("q");
        screen.WaitFor("shell status 130");
    }

    [Fact]
    public void Load_is_changed_and_measured_anew()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 10 -d 30s", 120, 40);
        screen.WaitFor(" RUNNING ", 40);
        screen.Press("+");
        screen.WaitFor("level 11");
        screen.Press("-", "-");
        screen.WaitFor("level 9");
        screen.Press("n");
        screen.WaitFor("window 2");
        screen.Press("q");
        screen.WaitFor("STOPPED", 30);
        screen.Press("q");
        screen.WaitFor("shell status 130");
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Equal([11, 10, 9], file.OfType("level").Select(line => (int)line.GetProperty("level").GetDouble()));
        Assert.Equal(2, file.Summary.Line.GetProperty("window").GetInt32());
    }

    [Fact]
    public void Signal_leaves_the_terminal_as_it_was()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 2 -d 60s & P=$!; (sleep 8; kill -TERM $P) & fg %1 >/dev/null", 100, 30);
        screen.WaitFor(" RUNNING ", 40);
        screen.WaitFor("shell status 143", 40);
        Assert.Equal("0", screen.Flag("alternate_on"));
        Assert.Equal("1", screen.Flag("cursor_flag"));
    }

    [Fact]
    public void Nothing_is_coloured_or_outside_ascii_where_that_is_wanted()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 2 -d 20s --ascii", 100, 30, "NO_COLOR=1 ");
        screen.WaitFor(" RUNNING ", 40);
        screen.WaitFor("output tok/s");
        Assert.All(screen.Read(), c => Assert.True(c < 128, $"U+{(int)c:X4}"));
        Assert.DoesNotMatch(@"\e\[(3[0-7]|9[0-7]|38)", screen.Read(withColors: true));
        screen.Press("C-c");
        screen.WaitFor("STOPPED", 30);
        screen.Press("C-c");
        screen.WaitFor("shell status 130");
    }

    [Fact]
    public async Task Run_of_before_is_explored()
    {
        using var folder = new TempFolder();
        await Vllmstream.RunAsync(folder, [.. Simulated.Split(' '), "--fault", "burst", "-c", "4", "-n", "20", "--ui", "none"], timeoutSeconds: 60);
        using var screen = TmuxScreen.Start(folder, "report run.ndjson --ui tui", 120, 40);
        var report = screen.WaitFor("REPORT  VALID");
        Assert.Contains("run.ndjson, q leaves", report, StringComparison.Ordinal);
        Assert.Contains("of the whole run, f reads all", report, StringComparison.Ordinal);
        screen.Press("f");
        screen.WaitFor("answers came all at once");
        screen.Press("5", "Enter");
        screen.WaitFor("timeline, ms from the planned send");
        screen.Press("q");
        screen.WaitForGoodEnd();
    }

    [Fact]
    public async Task Not_a_terminal_gets_no_screen_and_no_escape_byte()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, [.. Simulated.Split(' '), "-c", "2", "-n", "8"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        Assert.DoesNotContain('\e', result.Stdout + result.Stderr);
    }

    private static string[] Figures(string screen, string label)
    {
        var line = screen.Split('\n').Select(text => text.Trim('│', ' ')).First(text => Regex.IsMatch(text, $"^{label} +(ms|s) ", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return [.. FigureWord().Matches(line[30..]).Select(match => match.Value)];
    }

    [GeneratedRegex(@"(?<= )(-|<?[0-9][0-9.]*[kMG]?)(?= |$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FigureWord();

    [GeneratedRegex(@"req/s +(?<rate>[0-9.]+k?) tok/s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokensPerSecond();
}
