using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Reading;
using VllmStream.Profiling.Reporting.Html.Sections;

namespace VllmStream.Profiling.Reporting.Html;

/// <summary>A finished run as one HTML page that refers to nothing outside itself.</summary>
/// <remarks>
/// The page holds what is drawn and no more: histograms in bars, time in at most some hundred points, single requests only where they are
/// the worst. So its size does not grow with the run.
/// </remarks>
public static class HtmlReport
{
    // What decides comes first, what explains comes last.
    private static readonly PageSection[] Parts =
    [
        new("findings", "Findings", FindingSection.Write),
        new("run", "Run", FactSection.Write),
        new("latency", "Latency", LatencySection.Write),
        new("distributions", "Distributions", DistributionSection.Write),
        new("time", "Over time", TimeSection.Write),
        new("groups", "Groups", GroupSection.Write),
        new("agents", "Agents", AgentSection.Write),
        new("slowest", "Slowest requests", SlowestSection.Write),
        new("errors", "Errors", ErrorSection.Write),
        new("stalls", "Stalls", StallSection.Write),
        new("plan", "Plan", PlanSection.Write),
        new("client", "Client", ClientSection.Write),
        new("checks", "Checks", CheckSection.Write),
        new("definitions", "Definitions", DefinitionSection.Write),
        new("text", "The summary as text", TextSection.Write),
    ];

    /// <summary>Makes the page of one file, or of several that are merged.</summary>
    /// <param name="summary">The result of the files, as <see cref="RunReport.Load(IReadOnlyList{string})"/> gives it.</param>
    /// <param name="files">Paths of the files; at least one.</param>
    /// <returns>The page.</returns>
    /// <exception cref="NdjsonFormatException">A line of the file is damaged; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(RunSummary summary, IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(files);
        string[] names = [.. files.Select(file => Path.GetFileName(file))];
        if (files.Count > 1)
            return Draw(new ReportPage(summary, names, Details: null));
        try
        {
            using var stream = File.OpenRead(files[0]);
            return Draw(new ReportPage(summary, names, FileDetailsReader.Read(stream)));
        }
        catch (NdjsonFormatException problem)
        {
            throw problem.In(files[0]);
        }
    }

    /// <summary>Draws a page.</summary>
    internal static string Draw(ReportPage page)
    {
        var to = PageFrame.Begin($"{VerdictText.Of(page.Summary.Judgement.Verdict)}: {page.Summary.Run.Model ?? page.Summary.Run.Target}, run {page.Summary.Run.Run}", PageStyle.Text);
        HeadSection.Write(to, page, Parts);
        to.Raw("<main>\n");
        foreach (var section in Parts)
        {
            to.Raw($"<section id=\"{section.Id}\">").Element("h2", section.Title).Raw("\n");
            section.Write(to, page);
            to.Raw("</section>\n");
        }

        to.Raw("</main>\n");
        return PageFrame.End(to, $"made of {string.Join(", ", page.Files)}; all numbers are those of the run file, and where a pointer rests on a chart it tells them in full");
    }
}
