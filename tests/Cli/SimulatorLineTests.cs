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
    [InlineData("--fault", "burst@0%", "--fault: fault script 'burst@0%', character 6: behind @ stands a share of the requests, such as @5%, or the number of one, such as @#3, not 0%")]
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
