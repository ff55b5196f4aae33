using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;

namespace VllmStream.Cli;

/// <summary>A command line of compare, read and validated.</summary>
/// <param name="A">The file of the base.</param>
/// <param name="B">The file that is held against it; the same one where two sides of a run are compared.</param>
/// <param name="By">Which sides of one run; null = two files.</param>
/// <param name="Options">What counts as a difference.</param>
/// <param name="JsonPath">Where it goes as JSON; - is stdout, null = nowhere.</param>
/// <param name="Output">Characters and talk.</param>
internal sealed record ParsedCompare(string A, string B, ComparedParts? By, ComparisonOptions Options, string? JsonPath, OutputOptions Output)
{
    /// <summary>Both sides of two files, whoever wrote them.</summary>
    public (ResultFile A, ResultFile B) Files { get; init; } = (new(A), new(B));

    /// <summary>All files, where a tag tells the sides.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Where the page goes; null = nowhere.</summary>
    public string? HtmlPath { get; init; }
}
