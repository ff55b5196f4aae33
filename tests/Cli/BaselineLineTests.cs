using VllmStream.Cli;

namespace VllmStream.Tests.Cli;

public sealed class BaselineLineTests
{
    private static void Files(FakeSources sources)
    {
        foreach (var file in (string[])["base.ndjson", "run.ndjson"])
            sources.Files[file] = "";
    }

    [Theory]
    [InlineData("", 0.05)]
    [InlineData(" --baseline-threshold 2.5%", 0.025)]
    public async Task Run_and_report_are_held_against_a_file(string more, double threshold)
    {
        var run = (await Terminal.RunAsync($"run h --baseline base.ndjson -o run.ndjson{more}", Files)).Baseline!;
        var report = (await Terminal.TypeAsync($"report run.ndjson --baseline base.ndjson{more}", Files)).Report!.Baseline!;
        Assert.All((BaselineOptions[])[run, report], baseline => Assert.Equal(("base.ndjson", threshold), (baseline.File, baseline.Comparison.Threshold)));
    }

    [Fact]
    public async Task Run_without_a_baseline_is_held_against_nothing() => Assert.Null((await Terminal.RunAsync("run h", Files)).Baseline);

    [Theory]
    [InlineData("run h --baseline nowhere.ndjson", "--baseline nowhere.ndjson is no file that can be read")]
    [InlineData("report run.ndjson --baseline nowhere.ndjson", "--baseline nowhere.ndjson is no file that can be read")]
    [InlineData("run h --baseline base.ndjson -o -", "--baseline base.ndjson is held against the file of this run, and -o - writes none; write -o FILE")]
    [InlineData("run h --baseline base.ndjson --headless", "--baseline base.ndjson is held against the file of this run, and --headless writes none; write -o FILE")]
    [InlineData("run h --baseline base.ndjson -o ./base.ndjson", "--baseline base.ndjson is the file that this run writes, and would be lost; write another one behind -o")]
    [InlineData("run h --baseline-threshold 5%", "--baseline-threshold 5% is of a baseline, and there is none; add --baseline FILE")]
    [InlineData("run h --baseline base.ndjson --baseline-threshold 5", "--baseline-threshold 5 has no unit; write 5%")]
    [InlineData("run h --baseline base.ndjson --baseline-threshold 0.05", "--baseline-threshold 0.05 has no unit; write 5%")]
    [InlineData("report run.ndjson base.ndjson --baseline base.ndjson", "--baseline base.ndjson is held against one run, and 2 files are named")]
    [InlineData("sweep h --baseline base.ndjson", "no option --baseline for sweep; it belongs to run, report")]
    public async Task Baseline_that_cannot_be_is_one_line(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line, Files);
        Assert.Equal(2, terminal.ExitCode);
        Assert.Equal($"error: {error}", terminal.Errors.ReplaceLineEndings("\n").Split('\n')[0]);
    }
}
