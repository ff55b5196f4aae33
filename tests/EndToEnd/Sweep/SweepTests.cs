using System.Globalization;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Sweep;

/// <summary>Rising load against real sockets: which load is kept, what is written, and how it goes on.</summary>
[Trait("transport", "any")]
public sealed class SweepTests
{
    // Eight places of four steps of 25 ms.
    private const double AnalyticCapacityPerS = 8 / (4 * 0.025);

    [Fact]
    public async Task Highest_rate_is_within_three_percent_of_what_the_server_can_do()
    {
        using var server = await RunningSimulator.StartAsync("--preset", "analytic");
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-r", "20", "--arrival", "constant", "--slo", "ttft<400ms", "-d", "7s", "--osl", "4", "--ignore-eos", "-o", "s.ndjson"], timeoutSeconds: 150);
        var sweep = Read(folder.File("s.ndjson"));
        // A machine that is too busy to measure has said so, and there is nothing to hold against the server.
        Assert.SkipWhen(sweep.Ended == "client_limit", "this machine is too busy to send by plan");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.InRange(sweep.HighestKept!.Value / AnalyticCapacityPerS, 0.97, 1.03);
        Assert.InRange(sweep.Stages.Count, 4, 12);
        Assert.Equal("resolved", sweep.Ended);
        Assert.Contains("highest", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("saturated", result.Stdout, StringComparison.Ordinal);
        Assert.All(result.Stdout.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        // A stage was given up before its time, and the next was measured without its queue.
        var saturated = sweep.Stages.First(stage => Text(stage, "cause") == "saturated");
        Assert.InRange(saturated.GetProperty("requests_per_s").GetDouble() / AnalyticCapacityPerS, 0.97, 1.03);
    }

    [Fact]
    public async Task Server_that_falls_past_its_knee_is_called_a_collapse_by_preemption()
    {
        using var server = await RunningSimulator.StartAsync("--preset", "collapse");
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-c", "4..16", "-d", "8s", "--points", "4", "--isl", "64", "--osl", "300", "--ignore-eos", "-o", "s.ndjson"], timeoutSeconds: 120);
        var sweep = Read(folder.File("s.ndjson"));
        Assert.SkipWhen(sweep.Ended == "client_limit", "this machine is too busy to measure");
        var collapse = RunFile.Read(folder.File("s.ndjson")).OfType("sweep_summary").Single().GetProperty("result").GetProperty("collapse");
        Assert.True(collapse.ValueKind == JsonValueKind.Object, result.ToString());
        Assert.Equal("preemption", Text(collapse, "cause"));
        Assert.InRange(collapse.GetProperty("loss_ratio").GetDouble(), 0.1, 1);
        Assert.Contains("collapse", result.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("none seen", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_that_is_kept_against_the_simulator_ends_with_its_last_load()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", "--sim", "-c", "2..8", "-d", "2s", "--osl", "8", "--slo", "ttft<10s", "-o", "s.ndjson"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        var sweep = Read(folder.File("s.ndjson"));
        Assert.Equal([2.0, 4, 8], sweep.Stages.Where(stage => Text(stage, "verdict") == "kept").Select(stage => stage.GetProperty("level").GetDouble()));
        Assert.Equal(("all_kept", 8.0), (sweep.Ended, sweep.HighestKept));
        foreach (var stage in sweep.Stages)
        {
            var run = RunFile.Read(folder.File($"s-{stage.GetProperty("number").GetInt32():00}.ndjson"));
            Assert.True(run.HasSummary);
            Assert.Equal(Text(stage, "run"), run.RunStarted.GetProperty("run").GetString());
            Assert.Equal(stage.GetProperty("requests").GetInt64(), run.Summary.Finished);
        }
        // No prompt twice: every stage has a seed of its own.
        var seeds = sweep.Stages.Select(stage => RunFile.Read(folder.File($"s-{stage.GetProperty("number").GetInt32():00}.ndjson")).RunStarted.GetProperty("load").GetProperty("seed").GetInt64());
        Assert.Equal(sweep.Stages.Count, seeds.Distinct().Count());
    }

    [Fact]
    public async Task Load_that_breaks_an_objective_is_found_between_neighbours()
    {
        // Slow as soon as more than five are answered at the same time.
        ScriptedServer? server = null;
        server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(server!.InFlight > 5 ? 400 : 30, 10, 3) : null);
        using var _ = server;
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-c", "2", "-d", "6s", "--slo", "ttft<200ms", "-m", "m", "-o", "s.ndjson"], timeoutSeconds: 90);
        var sweep = Read(folder.File("s.ndjson"));
        Assert.SkipWhen(sweep.Ended == "client_limit", "this machine is too busy to measure");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal((5.0, 6.0), (sweep.HighestKept, sweep.LowestBroken));
        Assert.Equal("objective", Text(sweep.Stages.First(stage => Text(stage, "verdict") == "broken"), "cause"));
    }

    [Fact]
    public async Task Sweep_in_which_not_even_the_lowest_is_kept_ends_with_99()
    {
        using var server = ScriptedServer.Start(Reply.Chat(60, 5, 3));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-c", "2", "-d", "2s", "--slo", "ttft<10ms", "-m", "m", "--summary", "json"], timeoutSeconds: 60);
        Assert.True(result.ExitCode == 99, result.ToString());
        using var json = JsonDocument.Parse(result.Stdout);
        Assert.Equal("none_kept", Text(json.RootElement.GetProperty("result"), "ended"));
    }

    [Fact]
    public async Task Check_that_fails_breaks_a_load()
    {
        using var server = ScriptedServer.Start(Reply.Chat(60, 5, 3));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-c", "1", "-d", "2s", "--check", "ttft.p50 < 10ms", "-m", "m", "-o", "s.ndjson"], timeoutSeconds: 60);
        Assert.True(result.ExitCode == 99, result.ToString());
        Assert.Equal("check", Text(Read(folder.File("s.ndjson")).Stages[0], "cause"));
    }

    [Fact]
    public async Task Interrupt_ends_the_stage_and_a_resume_goes_on_after_it()
    {
        using var server = ScriptedServer.Start(Reply.Chat(30, 5, 3));
        using var folder = new TempFolder();
        string[] line = ["sweep", server.Url, "-c", "1..4", "-d", "3s", "-m", "m"];
        using var process = Vllmstream.Start(folder, [.. line, "-o", "s.ndjson"]);
        await Wait.UntilAsync(() => process.StderrSoFar.Contains("stage  1", StringComparison.Ordinal));
        process.Signal(VllmstreamProcess.SigInt);
        var cut = await process.WaitAsync(20);
        Assert.True(cut.ExitCode == 130, cut.ToString());
        Assert.Contains("interrupted; --resume goes on", cut.Stdout, StringComparison.Ordinal);
        var first = Read(folder.File("s.ndjson"));
        Assert.InRange(first.Stages.Count, 1, 2);

        var again = await Vllmstream.RunAsync(folder, [.. line, "--resume", "s.ndjson", "-o", "t.ndjson"], timeoutSeconds: 60);
        Expect.Exit(0, again);
        var all = Read(folder.File("t.ndjson"));
        // A stage on a machine that was too busy is no evidence, and is run again.
        Assert.Equal(
            first.Stages.Where(stage => Text(stage, "verdict") == "kept").Select(stage => Text(stage, "run")),
            all.Stages.Select(stage => Text(stage, "run")).Intersect(first.Stages.Select(stage => Text(stage, "run"))));
        Assert.Equal(4, all.HighestKept);

        var other = await Vllmstream.RunAsync(folder, [.. line, "--osl", "5", "--resume", "s.ndjson"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("is of another sweep: --osl is 128 there and 5 here", other.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_of_a_sweep_is_valid_and_a_report_says_whose_it_is()
    {
        using var server = ScriptedServer.Start(Reply.Chat(20, 5, 3));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", server.Url, "-c", "1..2", "-d", "2s", "-m", "m", "-o", "-"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        var lines = RunFile.Parse(result.Stdout).Lines;
        Assert.Equal(["sweep_started", "stage"], lines.Take(2).Select(line => Text(line, "type")));
        Assert.Equal("sweep_summary", Text(lines[^1], "type"));
        Assert.All(lines, Output.SchemaTests.AssertValid);
        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(line => line.GetProperty("seq").GetInt32()));

        await File.WriteAllTextAsync(folder.File("s.ndjson"), result.Stdout, TestContext.Current.CancellationToken);
        var report = await Vllmstream.RunAsync(folder, ["report", "s.ndjson"]);
        Assert.Equal(2, report.ExitCode);
        Assert.Contains("is the own one of a sweep", report.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_ends_with_3()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sweep", $"127.0.0.1:{ScriptedServer.FreePort().ToString(CultureInfo.InvariantCulture)}"]);
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static (string Ended, double? HighestKept, double? LowestBroken, IReadOnlyList<JsonElement> Stages) Read(string path)
    {
        var file = RunFile.Read(path);
        var result = file.OfType("sweep_summary").Single().GetProperty("result");
        return (Text(result, "ended")!, Number(result, "highest_kept"), Number(result, "lowest_broken"), [.. file.OfType("stage").Select(line => line.GetProperty("stage"))]);
    }

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();

    private static double? Number(JsonElement element, string key) => element.GetProperty(key) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
