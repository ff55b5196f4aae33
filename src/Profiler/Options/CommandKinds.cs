namespace VllmStream.Profiling.Options;

/// <summary>The commands that take an option.</summary>
[Flags]
public enum CommandKinds
{
    /// <summary>No command.</summary>
    None = 0,

    /// <summary>run.</summary>
    Run = 1 << 0,

    /// <summary>probe.</summary>
    Probe = 1 << 1,

    /// <summary>report.</summary>
    Report = 1 << 2,

    /// <summary>compare.</summary>
    Compare = 1 << 3,

    /// <summary>sweep.</summary>
    Sweep = 1 << 4,

    /// <summary>sim.</summary>
    Sim = 1 << 5,

    /// <summary>selftest.</summary>
    Selftest = 1 << 6,

    /// <summary>agent.</summary>
    Agent = 1 << 7,

    /// <summary>explain.</summary>
    Explain = 1 << 8,
}
