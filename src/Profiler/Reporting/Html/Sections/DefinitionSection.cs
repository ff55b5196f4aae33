using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>What every metric means, as the run that measured it said.</summary>
internal static class DefinitionSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        to.BeginTable("words-table", "metric", "name", "unit", "better", "one sample is a", "how it is computed");
        foreach (var (key, metric) in page.Details?.Started.Definitions ?? MetricDefinitionLine.All)
            to.Row(key, metric.Label, metric.Unit, metric.Better, metric.Sample, metric.Formula);
        to.EndTable();
        to.Element("p class=\"note\"", "Percentiles are nearest rank; p1 and p99 need 100 samples, p99.9 needs 1000.");
    }
}
