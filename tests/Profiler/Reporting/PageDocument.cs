using System.Text;
using System.Xml;
using System.Xml.Linq;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;
using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Tests.Profiler.Reporting;

/// <summary>A page taken apart: it is well-formed enough for a reader of XML, which finds every element that is not closed.</summary>
internal sealed class PageDocument
{
    private PageDocument(string text)
    {
        Text = text;
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Root = XDocument.Load(reader).Root!;
    }

    /// <summary>The page.</summary>
    public string Text { get; }

    /// <summary>Its root.</summary>
    public XElement Root { get; }

    /// <summary>The page of a run file.</summary>
    public static PageDocument Of(string ndjson)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(ndjson));
        var summary = RunReport.Load(stream);
        stream.Position = 0;
        return new PageDocument(HtmlReport.Draw(new ReportPage(summary, ["run.ndjson"], FileDetailsReader.Read(stream))));
    }

    /// <summary>A page as it is.</summary>
    public static PageDocument Parse(string text) => new(text);

    /// <summary>The page of merged runs.</summary>
    public static PageDocument Of(params RunSummary[] summaries) =>
        new(HtmlReport.Draw(new ReportPage(SummaryMerge.Merge(summaries), ["a.ndjson", "b.ndjson"], Details: null)));

    /// <summary>The page of a result by itself.</summary>
    public static PageDocument OfSummary(RunSummary summary) => new(HtmlReport.Draw(new ReportPage(summary, ["run.ndjson"], Details: null)));

    /// <summary>A part by its id.</summary>
    public XElement Section(string id) => Assert.Single(Root.Descendants("section"), section => section.Attribute("id")?.Value == id);

    /// <summary>A chart over time or of groups, by its title.</summary>
    public XElement Figure(string title) => Assert.Single(Root.Descendants("figure"), figure => figure.Element("figcaption")?.Element("b")?.Value == title);

    /// <summary>What the places of a chart tell.</summary>
    public static string[] Told(XElement chart) => [.. chart.Descendants("rect").Where(rect => rect.Attribute("class")?.Value == "hit").Select(rect => rect.Element("title")!.Value)];
}
