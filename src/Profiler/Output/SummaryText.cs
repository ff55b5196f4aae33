using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The summary a person reads. Pure: the same summary gives the same bytes, after a run and from its file.</summary>
/// <remarks>
/// <code>
/// verdict   SummaryHead       checks    SummaryProblems
/// target    SummaryHead       client    SummaryClosing
/// load      SummaryHead       files     SummaryClosing
/// table     LatencyTable      exit      SummaryClosing
/// groups    GroupTable
/// parts     PartTable
/// agents    AgentTable
/// regions   RegionTable
/// pairs     PairTable
/// output    SummaryThroughput
/// levels    SummaryLevels
/// </code>
/// </remarks>
public static class SummaryText
{
    /// <summary>Draws a summary, at most 80 columns wide.</summary>
    public static void Write(RunSummary summary, TextWriter output, SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        var page = new SummaryPage(output, options);
        SummaryHead.Write(page, summary);
        page.Blank();
        LatencyTable.Write(page, summary);
        if (summary.Groups.Count > 1)
        {
            page.Blank();
            GroupTable.Write(page, summary);
        }

        if (summary.Parts.Count > 0)
        {
            page.Blank();
            PartTable.Write(page, summary);
        }

        if (summary.Agents.Count > 0)
        {
            page.Blank();
            AgentTable.Write(page, summary);
        }

        if (summary.Regions.Count > 1)
        {
            page.Blank();
            RegionTable.Write(page, summary);
        }

        if (summary.Pairs is { } pairs)
        {
            page.Blank();
            PairTable.Write(page, pairs);
        }

        page.Blank();
        SummaryThroughput.Write(page, summary);
        SummaryLevels.Write(page, summary);
        SummaryProblems.Write(page, summary);
        page.Blank();
        SummaryClosing.Write(page, summary, options);
    }

    /// <summary>Draws a summary into a string.</summary>
    public static string ToText(RunSummary summary, SummaryTextOptions options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(summary, text, options);
        return text.ToString();
    }
}
