using VllmStream.Profiling.Sweeping;

namespace VllmStream.Cli;

/// <summary>A command line of sweep, read and validated.</summary>
internal sealed record ParsedSweep
{
    /// <summary>The sweep. With the simulator its target has port 0: put the address in when it listens.</summary>
    public required SweepOptions Sweep { get; init; }

    /// <summary>What is written, and where.</summary>
    public required OutputOptions Output { get; init; }

    /// <summary>Where its figures go while it runs.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>The embedded simulator's settings; null = a server of the user's.</summary>
    public SimulatorSettings? Simulator { get; init; }

    /// <summary>Lines for stderr before the sweep starts; without the word "warning".</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
