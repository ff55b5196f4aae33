namespace VllmStream.Profiling.Options;

/// <summary>Options of a sweep but for its load: how it goes on and ends.</summary>
internal static class SweepOptionTable
{
    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--duration", Letter = "-d",
            Aliases = ["-z", OptionAlias.Seconds("--max-seconds"), OptionAlias.Seconds("--benchmark-duration")],
            Shape = ValueShape.Duration, Value = "T", Default = "30s",
            Help = "longest stage; one ends when it is decided",
            Section = OptionSection.Limits, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--points",
            Shape = ValueShape.Count, Value = "N", Default = "12",
            Help = "most stages",
            Section = OptionSection.Limits, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--slo-share",
            Shape = ValueShape.Text, Value = "P%", Default = "95%",
            Help = "share of requests that must meet --slo",
            Section = OptionSection.Limits, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--resume",
            Shape = ValueShape.File, Value = "FILE",
            Help = "goes on with the stages of a sweep's own file",
            Section = OptionSection.Limits, Commands = CommandKinds.Sweep,
        },
    ];
}
