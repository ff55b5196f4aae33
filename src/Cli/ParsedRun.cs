using VllmStream.Cli.Coordinating;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>A command line of run or probe, read and validated.</summary>
internal sealed record ParsedRun
{
    /// <summary>The run. With the simulator its target has port 0: put the address in when it listens.</summary>
    public required RunOptions Run { get; init; }

    /// <summary>The same options against another address of a server, as it would stand on the command line.</summary>
    /// <exception cref="OptionException">What is wrong with it.</exception>
    public required Func<string, RunOptions> At { get; init; }

    /// <summary>What is written, and where.</summary>
    public required OutputOptions Output { get; init; }

    /// <summary>The run it is held against; null = none.</summary>
    public BaselineOptions? Baseline { get; init; }

    /// <summary>Where its figures go while it runs.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>Over which agents it is spread; null = this machine alone.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>The run that is picked up; null = a new one.</summary>
    public AttachedRun? Attached { get; init; }

    /// <summary>The embedded simulator's settings; null = a server of the user's.</summary>
    public SimulatorSettings? Simulator { get; init; }

    /// <summary>True if the run goes against the embedded simulator.</summary>
    public bool UseSimulator => Simulator is not null;

    /// <summary>Lines for stderr before the run starts; without the word "warning".</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
