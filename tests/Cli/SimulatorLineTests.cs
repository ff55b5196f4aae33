using VllmStream.Cli;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Tests.Cli;

public sealed class SimulatorLineTests
{
    [Fact]
    public async Task Run_against_the_simulator_needs_no_url()
    {
        var run = await Terminal.RunAsync("run --sim --ttft 200ms --ttft-per-token 10us --itl 15ms --jitter 0.2 -m tiny --seed 7");
        Assert.Equal(0, run.Run.Target.Port);
        Assert.Equal(
            new SimulatorSettings
            {
                Model = "tiny",
                Seed = 7,
                Ttft = TimeSpan.FromMilliseconds(200),
                TtftPerToken = TimeSpan.FromMicroseconds(10),
                Itl = TimeSpan.FromMilliseconds(15),
                Jitter = 0.2,
            },
            run.Simulator);
    }

    [Fact]
    public async Task Probe_against_the_simulator_needs_no_url()
    {
        var terminal = await Terminal.TypeAsync("probe --sim");
        Assert.True(terminal.Probe!.UseSimulator);
    }

    [Fact]
    public async Task Sim_listens_where_it_is_told()
    {
        var terminal = await Terminal.TypeAsync("sim --host 0.0.0.0 --port 9000 --model tiny --seed 7 --itl 15ms --api-key-env K", sources => sources.Variables["K"] = "k");
        var simulator = terminal.Sim!.Simulator;
        Assert.Equal(("0.0.0.0", 9000, "tiny", 7L), (simulator.Host, simulator.Port, simulator.Model, simulator.Seed));
        Assert.Equal(("k", 15d), (simulator.ApiKey?.Reveal(), simulator.Itl?.TotalMilliseconds));
    }

    [Fact]
    public async Task Sim_listens_on_port_8000_and_asks_for_no_key_unless_told()
    {
        var terminal = await Terminal.TypeAsync("sim", sources => sources.Variables["VLLM_API_KEY"] = "k");
        Assert.Equal(new SimulatorSettings { Port = 8000 }, terminal.Sim!.Simulator);
    }

    [Fact]
    public void Sim_defaults_in_help_are_those_of_the_simulator()
    {
        var defaults = new SimulatorOptions();
        Assert.Equal(defaults.Host, Default("--host"));
        Assert.Equal(defaults.Model, Default("--model"));
        Assert.Equal($"{defaults.Seed}", Default("--seed"));
        Assert.Equal(DurationText.Format(defaults.TtftBase), Default("--ttft"));
        Assert.Equal(DurationText.Format(defaults.TtftPerPromptToken), Default("--ttft-per-token"));
        Assert.Equal(DurationText.Format(defaults.InterTokenTime), Default("--itl"));
        Assert.Equal($"{defaults.Jitter}", Default("--jitter"));

        static string? Default(string name) => OptionTable.Find(CommandKinds.Sim, name)!.Default;
    }

    [Fact]
    public void Presets_in_help_are_those_of_the_simulator() =>
        Assert.Equal(SimulatorPreset.All.Select(preset => preset.Name), OptionTable.Find(CommandKinds.Sim, "--preset")!.Choices);

    [Fact]
    public async Task Preset_is_an_engine_with_steps_and_what_differs_from_it()
    {
        var terminal = await Terminal.TypeAsync(
            "sim --preset moe --max-num-seqs 64 --max-num-batched-tokens 2k --kv-blocks 500 --step-base 5ms --step-per-prefill-token 20us --step-per-seq 0.5us "
            + "--step-per-context-token 50ns --step-per-output 30us --step-noise normal:0.2 --spec-decode 3:0.8,0.5,0.1");
        Assert.Equal("", terminal.Errors);
        var steps = terminal.Sim!.Simulator.Preset!.Steps;
        Assert.Equal([0.8, 0.5, 0.1], steps.SpecDecoding!.Acceptance);
        Assert.Equal(
            new StepOptions
            {
                MaxNumSeqs = 64, MaxNumBatchedTokens = 2000, KvBlocks = 500, BaseUs = 5000, PerPrefillTokenUs = 20, PerSequenceUs = 0.5,
                PerContextTokenUs = 0.05, PerOutputUs = 30, Noise = 0.2, NoiseDistribution = JitterDistribution.Normal, SpecDecoding = steps.SpecDecoding,
            },
            steps);
    }

    [Fact]
    public async Task Engine_with_steps_is_small_1gpu_unless_told()
    {
        var terminal = await Terminal.TypeAsync("sim --engine steps");
        Assert.Equal(SimulatorPreset.Find("small-1gpu"), terminal.Sim!.Simulator.Preset);
        Assert.Null((await Terminal.TypeAsync("sim --engine timer")).Sim!.Simulator.Preset);
    }

    [Fact]
    public async Task Run_takes_a_preset() =>
        Assert.Equal("collapse", (await Terminal.RunAsync("run --sim --preset collapse")).Simulator!.Preset!.Name);

    [Fact]
    public async Task Sim_takes_stalls_chunks_and_a_release()
    {
        var simulator = (await Terminal.TypeAsync("sim --stall 1.5s:1% --stream-interval 8 --vllm-version 0.15")).Sim!.Simulator;
        Assert.Equal(new StallOptions { Duration = TimeSpan.FromSeconds(1.5), Share = 0.01 }, simulator.Stall);
        Assert.Equal((8, "0.15"), (simulator.StreamInterval, simulator.VllmVersion));
        var periodic = (await Terminal.TypeAsync("sim --stall 200ms:10s")).Sim!.Simulator.Stall;
        Assert.Equal(new StallOptions { Duration = TimeSpan.FromMilliseconds(200), Period = TimeSpan.FromSeconds(10) }, periodic);
    }

    [Theory]
    [InlineData("sim --engine fast", "--engine fast is unknown; it can be timer, steps")]
    [InlineData("sim --preset smal-1gpu", "--preset smal-1gpu is unknown; nearest: small-1gpu")]
    [InlineData("sim --max-num-seqs 8", "--max-num-seqs 8 is about the engine with steps; add --engine steps")]
    [InlineData("sim --engine timer --preset moe", "--preset moe is about the engine with steps; add --engine steps")]
    [InlineData("sim --preset moe --ttft 200ms", "--ttft 200ms is about the engine with timers, and this one has steps; see --step-base")]
    [InlineData("sim --engine steps --max-num-seqs 0", "--max-num-seqs 0 is too small; the least is 1")]
    [InlineData("sim --engine steps --kv-blocks 1", "--kv-blocks 1 is too small; the least is 2")]
    [InlineData("sim --engine steps --step-base 0", "--step-base 0 is too short; the least is 1us")]
    [InlineData("sim --engine steps --step-per-seq 3", "--step-per-seq 3 has no unit; write 3ms, 3s or 3m")]
    [InlineData("sim --engine steps --step-noise pareto:2", "--step-noise pareto:2 has no shape we know; write lognormal:0.1, normal:0.1 or uniform:0.1")]
    [InlineData("sim --engine steps --step-noise uniform:2", "--step-noise uniform:2 is too large; the most is 1")]
    [InlineData("sim --engine steps --spec-decode 3", "--spec-decode 3 is no number of drafts with their acceptance; write 3:0.7 or 3:0.8,0.6,0.4")]
    [InlineData("sim --engine steps --spec-decode 99:0.5", "--spec-decode 99:0.5 must have 1 to 32 drafts")]
    [InlineData("sim --engine steps --spec-decode 3:1.5", "--spec-decode 3:1.5 has the acceptance 1.5: is too large; the most is 1")]
    [InlineData("sim --engine steps --spec-decode 3:0.5,0.4", "--spec-decode 3:0.5,0.4 has 2 probabilities for 3 drafts; write one, or one for each")]
    [InlineData("sim --stall 1.5s", "--stall 1.5s is no pause; write 1.5s:1% or 200ms:10s")]
    [InlineData("sim --stall 1.5s:101%", "--stall 1.5s:101% has the share 101%: is too large; the most is 100")]
    [InlineData("sim --stall 0s:1%", "--stall 0s:1% lasts no time; write 1.5s:1%")]
    [InlineData("sim --stall 2s:1s", "--stall 2s:1s lasts longer than it is apart; write 2s:20s")]
    [InlineData("sim --stream-interval 0", "--stream-interval 0 is too small; the least is 1")]
    [InlineData("sim --vllm-version latest", "--vllm-version latest is no release; write it as 0.11.0")]
    [InlineData("run h --preset moe", "--preset moe is about the simulator; add --sim")]
    public async Task Engine_that_cannot_be_is_one_line(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line);
        Assert.NotEqual(0, terminal.ExitCode);
        Assert.StartsWith($"error: {error}\n", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_profile_reasoning_and_tools_are_the_simulators()
    {
        var terminal = await TypedAsync(["sim", "--fault", "cut(rst, at=3)@5%", "--fault", "line-ends(crlf)", "--profile", "sglang", "--reasoning", "20", "--tool-calls"]);
        var simulator = terminal.Sim!.Simulator;
        Assert.Equal(["cut(rst, at=3)@5%", "line-ends(crlf)"], simulator.Faults);
        Assert.Equal(("sglang", 20, true), (simulator.Profile, simulator.Reasoning, simulator.ToolCalls));
    }

    [Fact]
    public void Profiles_of_the_option_are_those_of_the_simulator() =>
        Assert.Equal(SimulatorOptions.ProfileNames, OptionTable.Find(CommandKinds.Sim, "--profile")!.Choices);

    [Theory]
    [InlineData("--fault", "stal(5s)", "--fault: fault script 'stal(5s)', character 1: there is no fault stal; did you mean stall?")]
    [InlineData("--fault", "stall(5)", "--fault: fault script 'stall(5)', character 7: for of stall is a time such as 500ms or 2s, or forever, not 5")]
    [InlineData("--fault", "burst@0%", "--fault: fault script 'burst@0%', character 6: behind @ stands a share of the requests, such as @5%, or the number of one, such as @#3, or of some, such as @#3..9, not 0%")]
    [InlineData("--profile", "sglan", "--profile sglan is unknown; nearest: sglang")]
    public async Task Bad_behaviour_is_one_line_that_says_where(string option, string value, string line)
    {
        var terminal = await TypedAsync(["sim", option, value]);
        Assert.Equal(2, terminal.ExitCode);
        Assert.StartsWith($"error: {line}", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_and_http2_exclude_each_other()
    {
        var terminal = await Terminal.TypeAsync("sim --http2 --fault burst");
        Assert.StartsWith("error: --fault works over HTTP/1.1 only; leave out --http2", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_without_the_simulator_are_refused()
    {
        var terminal = await Terminal.TypeAsync("run h --fault burst");
        Assert.Contains("is about the simulator; add --sim", terminal.Errors, StringComparison.Ordinal);
    }

    private static async Task<Terminal> TypedAsync(string[] args)
    {
        var terminal = new Terminal();
        await terminal.TypeAsync(args);
        return terminal;
    }
}
