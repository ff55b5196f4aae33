using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>A command line of report, read and validated.</summary>
/// <param name="Files">NDJSON files of runs; at least one, all of them there.</param>
/// <param name="JsonPath">Where the summary goes as JSON; - is stdout, null = nowhere.</param>
/// <param name="HtmlPath">Where the page goes; null = nowhere.</param>
/// <param name="Checks">What is asked of it besides what the run was asked.</param>
/// <param name="Output">Characters and talk.</param>
internal sealed record ParsedReport(IReadOnlyList<string> Files, string? JsonPath, string? HtmlPath, IReadOnlyList<CheckTerm> Checks, OutputOptions Output)
{
    /// <summary>The run it is held against; null = none.</summary>
    public BaselineOptions? Baseline { get; init; }

    /// <summary>What other tools are to read.</summary>
    public ReportExchange Exchange { get; init; } = new();
}
