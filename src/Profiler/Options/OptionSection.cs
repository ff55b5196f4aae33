namespace VllmStream.Profiling.Options;

/// <summary>The heading an option stands under in help and documentation.</summary>
public enum OptionSection
{
    /// <summary>How many requests, and when.</summary>
    Load,

    /// <summary>What is asked of the server.</summary>
    Workload,

    /// <summary>When a run ends, and how it is judged.</summary>
    Limits,

    /// <summary>Over which agents a run is spread, and how they are reached.</summary>
    Agents,

    /// <summary>What is written, and where.</summary>
    Output,

    /// <summary>How the embedded simulator behaves.</summary>
    Simulator,

    /// <summary>The simulator's engine whose requests share steps.</summary>
    StepEngine,
}
