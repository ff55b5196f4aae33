using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Coordinating;

/// <summary>Which options of run are sent to agents. What says who we are, what is written here, and how agents are found stays.</summary>
internal static class TravellingOptions
{
    private static readonly string[] OfOutput = ["--record", "--tag"];

    // The address goes as a word of its own; the rest is of this machine, or a secret.
    private static readonly string[] Staying =
        ["--url", "--header", "--cert", "--key", "--api-key-env", "--api-key-file", "--api-key", "--metrics", "--gpu", "--baseline", "--baseline-threshold"];

    /// <summary>True if agents are told.</summary>
    internal static bool Travels(OptionDefinition option) => option.Section switch
    {
        OptionSection.Load or OptionSection.Workload or OptionSection.Limits => !Staying.Contains(option.Name, StringComparer.Ordinal),
        OptionSection.Output => OfOutput.Contains(option.Name, StringComparer.Ordinal),
        _ => false,
    };
}
