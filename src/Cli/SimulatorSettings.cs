using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli;

/// <summary>What the command line says about the simulator; null = the simulator's own default.</summary>
internal sealed record SimulatorSettings
{
    /// <summary>Address to listen on.</summary>
    public string? Host { get; init; }

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether it speaks HTTP/2, and nothing else.</summary>
    public bool Http2 { get; init; }

    /// <summary>The model it serves.</summary>
    public string? Model { get; init; }

    /// <summary>The key it asks for.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Decides its texts and timing.</summary>
    public long? Seed { get; init; }

    /// <summary>Time to the first token of an empty prompt.</summary>
    public TimeSpan? Ttft { get; init; }

    /// <summary>Added for each token of the prompt.</summary>
    public TimeSpan? TtftPerToken { get; init; }

    /// <summary>Time between two tokens.</summary>
    public TimeSpan? Itl { get; init; }

    /// <summary>Spread of these times relative to their mean.</summary>
    public double? Jitter { get; init; }

    /// <summary>The engine whose requests share steps; null = the one with timers, which the times above are for.</summary>
    public SimulatorPreset? Preset { get; init; }

    /// <summary>Tokens that a chunk carries at least.</summary>
    public int? StreamInterval { get; init; }

    /// <summary>Pauses.</summary>
    public StallOptions? Stall { get; init; }

    /// <summary>The release of vLLM it says it is.</summary>
    public string? VllmVersion { get; init; }

    /// <summary>Which server's peculiarities it has.</summary>
    public string? Profile { get; init; }

    /// <summary>What goes wrong with its answers: scripts, each with its share.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Tokens of each chat answer that are thought first.</summary>
    public int? Reasoning { get; init; }

    /// <summary>Whether it calls a tool that a chat request offers.</summary>
    public bool ToolCalls { get; init; }

    /// <summary>Mask of the cores it may use; null = all.</summary>
    public long? Cores { get; init; }
}
