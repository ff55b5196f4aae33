using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Profiling.Reporting.Html;

/// <summary>All that a page is made of; drawing it is pure.</summary>
/// <param name="Summary">The result: of one run, or of several merged.</param>
/// <param name="Files">Names of the files, without their folders.</param>
/// <param name="Details">What the lines of the one file tell; null for several files.</param>
internal sealed record ReportPage(RunSummary Summary, IReadOnlyList<string> Files, FileDetails? Details)
{
    /// <summary>Why a part is not there that only the lines of one file have.</summary>
    public const string Merged = "left out: the page of several files is of their sums, and this is of the lines of one file; make a page of each";
}
