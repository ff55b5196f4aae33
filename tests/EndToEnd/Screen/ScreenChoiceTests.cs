namespace VllmStream.Tests.EndToEnd.Screen;

/// <summary>What a person at the screen chooses: another server, a run to compare with, a place to click on.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ScreenChoiceTests
{
    private const string Simulated = "run --sim --isl 64 --osl 40 --warmup 8 -o run.ndjson";

    [Fact]
    public async Task Address_is_edited_on_the_screen_and_the_run_goes_there()
    {
        using var simulator = await RunningSimulator.StartAsync("--fault", "burst");
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"run http://127.0.0.1:{ScriptedServer.FreePort()} --wait 60s -c 2 -n 20 --osl 16 --warmup 0 -o run.ndjson", 100, 30);
        screen.WaitFor("refused");
        screen.Press("u");
        screen.WaitFor("url: http://127.0.0.1:");
        screen.Press([.. Enumerable.Repeat("BSpace", 30)]);
        screen.Type("nowhere:0x");
        screen.Press("Enter");
        screen.WaitFor("has no port");
        screen.Press("u");
        screen.Press([.. Enumerable.Repeat("BSpace", 60)]);
        screen.Type(simulator.Url);
        screen.Press("Enter");
        screen.WaitFor("FINISHED", 60);
        // What its numbers say stands there with the end of the run, the worst in a line; a key reads all of them.
        var judged = screen.WaitFor(" finding  ");
        screen.Press("f");
        screen.WaitFor("answers came all at once");
        screen.Press("Q");
        screen.WaitForGoodEnd();
        var kept = screen.ReadAll();
        Assert.Contains("FINISHED", kept, StringComparison.Ordinal);
        Assert.Contains("vllmstream explain buffered", kept, StringComparison.Ordinal);
        var worst = RunFile.Read(folder.File("run.ndjson")).Summary.Line.GetProperty("findings")[0].GetProperty("text").GetString()!;
        Assert.Contains(worst[..40], judged, StringComparison.Ordinal);
        Assert.Equal(20, RunFile.Read(folder.File("run.ndjson")).Summary.Sent);
        Assert.Equal(simulator.Url, new Uri(RunFile.Read(folder.File("run.ndjson")).RunStarted.GetProperty("target").GetString()!).GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public void Run_of_before_is_opened_and_the_last_screen_is_kept()
    {
        using var folder = new TempFolder();
        using (var first = TmuxScreen.Start(folder, "run --sim --isl 64 --osl 8 --warmup 0 -c 2 -n 30 -o before.ndjson --ui none", 120, 40))
            first.WaitForGoodEnd();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 4 -n 40", 120, 40);
        screen.WaitFor("FINISHED", 60);
        screen.Press("8");
        screen.WaitFor("this run has one kind of request");
        screen.Press("o");
        screen.WaitFor("compare with: before.ndjson");
        screen.Press("Enter");
        var compared = screen.WaitFor("A  this run   vs   B  before.ndjson");
        Assert.Contains("n 40, 30", compared, StringComparison.Ordinal);
        Assert.Contains("not the same load: closed loop 4 in flight  against  closed loop 2 in flight", compared, StringComparison.Ordinal);
        screen.Press("Q");
        screen.WaitForGoodEnd();
        Assert.Equal("0", screen.Flag("alternate_on"));
        var after = screen.ReadAll();
        // The picture stays on the normal screen, and the summary under it.
        Assert.Contains("A  this run   vs   B  before.ndjson", after, StringComparison.Ordinal);
        Assert.True(after.IndexOf("TTFT   ms     first token", StringComparison.Ordinal) > after.IndexOf("vs   B  before.ndjson", StringComparison.Ordinal));
    }

    [Fact]
    public void Mouse_opens_what_it_clicks_and_scrolls()
    {
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"{Simulated} -c 8 -d 40s", 120, 40);
        screen.WaitFor("output tok/s", 40);
        screen.WaitFor(" RUNNING ", 40);
        var tabs = screen.Read().Split('\n')[2];
        screen.Click(2, tabs.IndexOf("Requests", StringComparison.Ordinal));
        screen.WaitFor("[5 Requests]");
        screen.DoubleClick(6, 20);
        screen.WaitFor("timeline, ms from the planned send");
        screen.Press("Escape", "1");
        screen.WaitFor("[1 Overview]");
        // A panel of the last row: double click zooms it.
        screen.DoubleClick(35, 100);
        screen.WaitFor("[6 Errors]");
        screen.Press("q");
        screen.WaitFor("STOPPED", 30);
        screen.Press("q");
        screen.WaitFor("shell status 130");
        Assert.Equal("0", screen.Flag("mouse_any_flag"));
    }
}
