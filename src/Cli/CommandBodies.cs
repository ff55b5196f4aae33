using VllmStream.Cli.Commands;

namespace VllmStream.Cli;

/// <summary>What each command does once its line is read; replaced in tests.</summary>
internal sealed record CommandBodies
{
    /// <summary>run.</summary>
    public Func<ParsedRun, Task<int>> Run { get; init; } = RunCommand.ExecuteAsync;

    /// <summary>run --attach.</summary>
    public Func<ParsedAttach, Task<int>> Attach { get; init; } = AttachCommand.ExecuteAsync;

    /// <summary>agent.</summary>
    public Func<ParsedAgent, Task<int>> Agent { get; init; } = AgentCommand.ExecuteAsync;

    /// <summary>probe.</summary>
    public Func<ParsedRun, Task<int>> Probe { get; init; } = ProbeCommand.ExecuteAsync;

    /// <summary>report.</summary>
    public Func<ParsedReport, Task<int>> Report { get; init; } = ReportCommand.ExecuteAsync;

    /// <summary>compare.</summary>
    public Func<ParsedCompare, Task<int>> Compare { get; init; } = CompareCommand.ExecuteAsync;

    /// <summary>sim.</summary>
    public Func<ParsedSim, Task<int>> Sim { get; init; } = SimCommand.ExecuteAsync;

    /// <summary>sweep.</summary>
    public Func<ParsedSweep, Task<int>> Sweep { get; init; } = SweepCommand.ExecuteAsync;

    /// <summary>selftest.</summary>
    public Func<ParsedSelfTest, Task<int>> SelfTest { get; init; } = SelfTestCommand.ExecuteAsync;
}
