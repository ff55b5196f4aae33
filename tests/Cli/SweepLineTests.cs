using VllmStream.Cli;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class SweepLineTests
{
    [Theory]
    [InlineData("sweep h", SweepLoad.Rate, LoadKind.Open, 1, null)]
    [InlineData("sweep h -r 2..64", SweepLoad.Rate, LoadKind.Open, 2, 64.0)]
    [InlineData("sweep h --request-rate 0.5", SweepLoad.Rate, LoadKind.Open, 0.5, null)]
    [InlineData("sweep h -r 30/m..2k", SweepLoad.Rate, LoadKind.Open, 0.5, 2000.0)]
    [InlineData("sweep h -c 4..128", SweepLoad.Concurrency, LoadKind.Closed, 4, 128.0)]
    [InlineData("sweep h --streams 4", SweepLoad.Concurrency, LoadKind.Closed, 4, null)]
    [InlineData("sweep h --users 10..1k --think 1s..3s", SweepLoad.Users, LoadKind.Users, 10, 1000.0)]
    [InlineData("sweep h -r 1..8 --arrival constant --max-concurrency 64", SweepLoad.Rate, LoadKind.Open, 1, 8.0)]
    [InlineData("sweep h -r 1..8 -r 1..8", SweepLoad.Rate, LoadKind.Open, 1, 8.0)]
    public async Task Load_of_a_sweep_is_a_range(string line, SweepLoad load, LoadKind kind, double from, double? to)
    {
        var sweep = (await SweepAsync(line)).Sweep;
        Assert.Equal((load, from, to), (sweep.Sweep.Load, sweep.Sweep.From, sweep.Sweep.To));
        Assert.Equal((kind, from), (sweep.Run.Load.Kind, kind == LoadKind.Open ? sweep.Run.Load.RatePerSecond : sweep.Run.Load.Concurrency));
    }

    [Fact]
    public async Task Options_of_a_sweep_are_read()
    {
        var sweep = await SweepAsync("sweep --sim --points 20 --slo ttft<500ms --slo-share 99% -d 10s -o s.ndjson");
        Assert.Equal((20, 0.99, 10), (sweep.Sweep.Sweep.Points, sweep.Sweep.Sweep.SloShare, sweep.Sweep.Sweep.StageS));
        Assert.Equal("s.ndjson", sweep.Output.NdjsonPath);
        Assert.NotNull(sweep.Simulator);
    }

    [Fact]
    public async Task Sweep_on_a_terminal_prints_lines() =>
        Assert.Equal(UiKind.Plain, (await SweepAsync("sweep h", new TerminalFacts(StdoutIsTerminal: true, "xterm", NoColor: false))).Output.Ui);

    [Theory]
    [InlineData("sweep", "sweep needs a URL, or --sim for the embedded simulator")]
    [InlineData("sweep h -r 1 -c 4..8", "-r 1 and -c 4..8 are two load shapes; keep one")]
    [InlineData("sweep h -r 8..2", "-r 8..2 does not rise; write the lower one first, as in -r 8..128")]
    [InlineData("sweep h -c 4..4", "-c 4..4 does not rise; write the lower one first, as in -c 4..64")]
    [InlineData("sweep h -c 1..x", "-c 1..x is no whole number; write 500, 10k or 1m")]
    [InlineData("sweep h -r ..8", "-r ..8 is no rate; write 8, 0.5 or 90/m")]
    [InlineData("sweep h -r 0..8", "-r 0..8 must be above 0")]
    [InlineData("sweep h --stages 30s:2", "no option --stages for sweep; it belongs to run, and sweep raises -r A..B, -c A..B or --users A..B")]
    [InlineData("sweep h --trace t.jsonl", "no option --trace for sweep; it belongs to run, and sweep raises -r A..B, -c A..B or --users A..B")]
    [InlineData("sweep h -n 100", "no option -n for sweep; it belongs to run")]
    [InlineData("run h --points 3", "no option --points for run; it belongs to sweep")]
    [InlineData("sweep h -d 30", "-d 30 has no unit; write 30s or 30m")]
    [InlineData("sweep h --points 1", "--points 1 is too small; the least is 2")]
    [InlineData("sweep h --slo-share 95%", "--slo-share 95% is the share that meets objectives, and there are none; add --slo ttft<500ms")]
    [InlineData("sweep h --slo ttft<1s --slo-share 0.95", "--slo-share 0.95 has no unit; write 95%")]
    [InlineData("sweep h --slo ttft<1s --slo-share few", "--slo-share few is no share; write 5%")]
    [InlineData("sweep h --slo ttft<1s --slo-share 100%", "--slo-share 100% must be above 0% and under 100%")]
    [InlineData("sweep h --resume none.ndjson", "--resume none.ndjson is no file that can be read")]
    [InlineData("sweep h -r 1 --think 1s", "--think 1s is about users, and there are none; add --users N")]
    public async Task Bad_line_gets_one_clear_line(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line);
        Assert.Equal($"error: {error}", terminal.Errors.Split('\n')[0].TrimEnd());
        Assert.Equal(2, terminal.ExitCode);
        Assert.Null(terminal.Sweep);
    }

    private static async Task<ParsedSweep> SweepAsync(string line, TerminalFacts? facts = null)
    {
        var terminal = await Terminal.TypeAsync(line, facts: facts);
        Assert.Equal("", terminal.Errors);
        return terminal.Sweep!;
    }
}
