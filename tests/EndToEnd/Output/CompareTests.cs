using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Output;

/// <summary>Runs against the simulator, held against each other.</summary>
[Trait("transport", "any")]
public sealed class CompareTests
{
    private static readonly string[] Load = ["-c", "4", "-n", "200", "--isl", "10", "--osl", "6", "--warmup", "8", "--ui", "none"];

    [Fact]
    public async Task Slower_server_is_worse_and_fails_the_job()
    {
        using var folder = new TempFolder();
        await RunAsync(folder, "base.ndjson", "40ms");
        await RunAsync(folder, "new.ndjson", "70ms");
        var compared = await Vllmstream.RunAsync(folder, ["compare", "base.ndjson", "new.ndjson", "--json", "out.json", "--markdown", "out.md"]);
        Expect.Exit(99, compared);
        Assert.Matches(@"TTFT +p50 +ms +4\d\S* +7\d\S* +\+\d\d\.?\d*% .* worse", compared.Stdout);
        Assert.Contains("verdict b is worse: TTFT p50 +", compared.Said, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("out.json"), TestContext.Current.CancellationToken));
        Assert.Equal("worse", json.RootElement.GetProperty("verdict").GetString());
        Assert.Empty(json.RootElement.GetProperty("objections").EnumerateArray());
        Assert.StartsWith("### B is worse: TTFT p50", await File.ReadAllTextAsync(folder.File("out.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The other way round nothing fails, and a run is no different from itself.
        var better = await Vllmstream.RunAsync(folder, ["compare", "new.ndjson", "base.ndjson"]);
        Expect.Exit(0, better);
        Assert.Contains("verdict b is better: TTFT p50 -", better.Said, StringComparison.Ordinal);
        var same = await Vllmstream.RunAsync(folder, ["compare", "base.ndjson", "base.ndjson"]);
        Expect.Exit(0, same);
        // A busy machine may make neighbours so alike that no time can be judged.
        Assert.Matches("verdict (no evidence of a difference|too few samples to say anything) .*: a and b are one run", same.Said);
        Assert.DoesNotContain("differs", same.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_ways_of_a_paired_run_are_two_sides()
    {
        using var folder = new TempFolder();
        await RunAsync(folder, "run.ndjson", "40ms", "--mode", "paired");
        var compared = await Vllmstream.RunAsync(folder, ["compare", "run.ndjson", "--by", "mode", "--json", "-"]);
        using var json = JsonDocument.Parse(compared.Stdout);
        Assert.Equal("nonstream", json.RootElement.GetProperty("a").GetProperty("name").GetString());
        var ttft = json.RootElement.GetProperty("figures").EnumerateArray().First(figure => figure.GetProperty("metric").GetString() == "ttft");
        Assert.Equal("none in a", ttft.GetProperty("absence").GetString());
        Assert.Contains(json.RootElement.GetProperty("figures").EnumerateArray(), figure => figure.GetProperty("metric").GetString() == "e2e" && figure.GetProperty("low").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task Run_without_the_sides_that_are_asked_for_is_told()
    {
        using var folder = new TempFolder();
        await RunAsync(folder, "run.ndjson", "40ms");
        var modes = await Vllmstream.RunAsync(folder, ["compare", "run.ndjson", "--by", "mode"]);
        Expect.Exit(2, modes);
        Assert.StartsWith("error: --by mode needs a run with requests of both modes, and run.ndjson has none that is nonstream", modes.Stderr, StringComparison.Ordinal);
        var groups = await Vllmstream.RunAsync(folder, ["compare", "run.ndjson", "--by", "group"]);
        Expect.Exit(2, groups);
        Assert.StartsWith("error: --by group needs a run of two groups, and run.ndjson has 1: chat", groups.Stderr, StringComparison.Ordinal);
        folder.Write("other.ndjson", "{\"hello\":1}\n");
        var other = await Vllmstream.RunAsync(folder, ["compare", "run.ndjson", "other.ndjson"]);
        Expect.Exit(2, other);
        Assert.StartsWith("error: other.ndjson is no result that is known; it can be a file that run wrote, a result of vllm bench serve", other.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_is_a_check_of_the_run_and_of_its_file()
    {
        using var folder = new TempFolder();
        await RunAsync(folder, "base.ndjson", "40ms");
        folder.Write("broken.ndjson", "{\"hello\":1}\n");
        var refused = await Vllmstream.RunAsync(folder, ["run", "--sim", .. Load, "--baseline", "broken.ndjson", "-o", "no.ndjson"]);
        Expect.Exit(2, refused);
        Assert.StartsWith("error: --baseline broken.ndjson: line 1: ", refused.Stderr, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("no.ndjson")));

        var slow = await StartAsync(folder, "slow.ndjson", "70ms", "--baseline", "base.ndjson", "--check", "findings.buffered = 0", "--junit", "checks.xml");
        Expect.Exit(99, slow);
        Assert.Matches(@"FAIL  baseline base\.ndjson: not worse\n +worse: TTFT p50 \+\d\d", slow.Stdout);
        Assert.Contains("pass findings.buffered = 0 0", slow.Said, StringComparison.Ordinal);
        Assert.Contains("exit 99  1 of 2 checks failed", slow.Stdout, StringComparison.Ordinal);
        Assert.Contains("<failure message=\"baseline base.ndjson: not worse: worse: TTFT p50 +", await File.ReadAllTextAsync(folder.File("checks.xml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Its file tells the same without the base.
        File.Move(folder.File("base.ndjson"), folder.File("moved.ndjson"));
        Assert.Equal(slow.Stdout, (await Vllmstream.RunAsync(folder, ["report", "slow.ndjson"])).Stdout);
        var better = await Vllmstream.RunAsync(folder, ["report", "moved.ndjson", "--baseline", "slow.ndjson"]);
        Expect.Exit(0, better);
        Assert.Contains("pass baseline slow.ndjson: not worse better: TTFT p50 -", better.Said, StringComparison.Ordinal);
    }

    private static async Task RunAsync(TempFolder folder, string file, string ttft, params string[] more)
    {
        var run = await StartAsync(folder, file, ttft, more);
        Expect.Exit(0, run);
    }

    private static async Task<ProcessResult> StartAsync(TempFolder folder, string file, string ttft, params string[] more)
    {
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", "--ttft", ttft, "--itl", "1ms", "--jitter", "0.1", .. Load, .. more, "-o", file], 60);
        // A busy machine may make a run not valid; what is compared here is then not judged.
        Assert.SkipWhen(run.ExitCode == 4, $"this machine is too busy for a run to compare: {run}");
        return run;
    }
}
