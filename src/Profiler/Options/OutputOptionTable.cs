namespace VllmStream.Profiling.Options;

/// <summary>Options of what is written, and where.</summary>
internal static class OutputOptionTable
{
    private const CommandKinds Loads = CommandKinds.Run | CommandKinds.Sweep;
    private const CommandKinds Prints = Loads | CommandKinds.Probe | CommandKinds.Report | CommandKinds.Compare;
    private const CommandKinds Every = Prints | CommandKinds.Sim | CommandKinds.Selftest | CommandKinds.Agent | CommandKinds.Explain;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--ui",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["auto", "tui", "plain", "none"], Default = "auto",
            Help = "progress: a screen, lines, or nothing; report: tui",
            Section = OptionSection.Output, Commands = Loads | CommandKinds.Report,
        },
        new()
        {
            Name = "--headless",
            Help = "the same as --ui none -o -", StandsFor = "--ui none --ndjson -",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--no-tui",
            Help = "the same as --ui plain", StandsFor = "--ui plain",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--ndjson", Letter = "-o",
            Shape = ValueShape.File, Value = "FILE|-", Default = "run-<id>.ndjson, sweep-<id>.ndjson",
            Help = "every request; - is stdout",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--record",
            Shape = ValueShape.Choice, Value = "WHAT", Choices = ["requests", "gaps", "raw"], Default = "requests",
            Help = "requests, gaps (each gap) or raw (bodies)",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--summary",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["text", "json", "none"], Default = "text",
            Help = "text, json or none on stdout at the end",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--tag", Aliases = ["--metadata", "--label"],
            Shape = ValueShape.Pair, Value = "K=V", Repeatable = true, Spreads = true,
            Help = "a label that stands in the file",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--json",
            Shape = ValueShape.File, Value = "FILE|-",
            Help = "the result as JSON; - is stdout",
            Section = OptionSection.Output, Commands = CommandKinds.Report | CommandKinds.Selftest | CommandKinds.Compare,
        },
        new()
        {
            Name = "--html",
            Shape = ValueShape.File, Value = "FILE",
            Help = "the result as one HTML page beside the text",
            Section = OptionSection.Output, Commands = CommandKinds.Report | CommandKinds.Compare,
        },
        new()
        {
            Name = "--csv",
            Shape = ValueShape.File, Value = "DIR",
            Help = "every request, and Locust's stats and history",
            Section = OptionSection.Output, Commands = CommandKinds.Report,
        },
        new()
        {
            Name = "--format",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["vllm", "openmetrics"],
            Help = "vllm (its result JSON) or openmetrics (text)",
            Section = OptionSection.Output, Commands = CommandKinds.Report,
        },
        new()
        {
            Name = "--as",
            Shape = ValueShape.Choice, Value = "TOOL", Choices = ["vllm", "guidellm", "aiperf", "locust"],
            Help = "what vllm, guidellm, aiperf or locust would report",
            Section = OptionSection.Output, Commands = CommandKinds.Report,
        },
        new()
        {
            Name = "--by",
            Shape = ValueShape.Text, Value = "WHAT",
            Help = "two sides: mode, group, group:A,B, tag:KEY, tag:KEY=A,B",
            Section = OptionSection.Output, Commands = CommandKinds.Compare,
        },
        new()
        {
            Name = "--threshold",
            Shape = ValueShape.Text, Value = "P%", Default = "5%",
            Help = "the smallest change that matters",
            Section = OptionSection.Output, Commands = CommandKinds.Compare,
        },
        new()
        {
            Name = "--markdown",
            Shape = ValueShape.File, Value = "FILE|-",
            Help = "the result as Markdown, for a pull request",
            Section = OptionSection.Output, Commands = CommandKinds.Run | CommandKinds.Report | CommandKinds.Compare,
        },
        new()
        {
            Name = "--junit",
            Shape = ValueShape.File, Value = "FILE",
            Help = "the checks as JUnit XML, for a CI server",
            Section = OptionSection.Output, Commands = CommandKinds.Run | CommandKinds.Report,
        },
        new()
        {
            Name = "--serve-metrics",
            Shape = ValueShape.Text, Value = "[HOST:]PORT",
            Help = "Prometheus page of this client meanwhile; 0 = any port",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--otlp",
            Shape = ValueShape.Url, Value = "URL",
            Help = "pushes the same to an OpenTelemetry collector (HTTP)",
            Section = OptionSection.Output, Commands = Loads,
        },
        new()
        {
            Name = "--no-color",
            Default = "by terminal, and NO_COLOR", Help = "no colours",
            Section = OptionSection.Output, Commands = Prints,
        },
        new()
        {
            Name = "--ascii",
            Default = "by terminal", Help = "no characters beyond ASCII",
            Section = OptionSection.Output, Commands = Prints,
        },
        new()
        {
            Name = "--quiet",
            Help = "nothing on stderr but errors",
            Section = OptionSection.Output, Commands = Prints | CommandKinds.Sim | CommandKinds.Agent,
        },
        new()
        {
            Name = "--debug",
            Help = "says more on stderr, stack traces included",
            Section = OptionSection.Output, Commands = Every,
        },
    ];
}
