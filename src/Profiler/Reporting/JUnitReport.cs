using System.Globalization;
using System.Text;
using System.Xml;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting;

/// <summary>A run as JUnit XML, which every CI server reads: a test case for the run itself and one for each check.</summary>
/// <remarks>The elements and attributes are those that Jenkins, GitLab and the GitHub actions for it have in common (Jenkins xUnit plug-in, junit-10.xsd).</remarks>
public static class JUnitReport
{
    private const string Suite = "vllmstream";

    /// <summary>The document.</summary>
    public static string Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var failed = summary.Checks.Count(check => !check.Pass);
        var isGood = summary.Judgement.Verdict == Verdict.Valid;
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Suite);
            xml.WriteAttributeString("tests", Number(summary.Checks.Count + 1));
            xml.WriteAttributeString("failures", Number(failed));
            xml.WriteAttributeString("errors", Number(isGood ? 0 : 1));
            xml.WriteAttributeString("timestamp", summary.Run.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
            if (summary.Totals.Whole is { } whole)
                xml.WriteAttributeString("time", (whole.DurationMs / 1_000).ToString("F3", CultureInfo.InvariantCulture));
            WriteProperties(xml, summary);
            WriteRun(xml, summary, isGood);
            foreach (var check in summary.Checks)
                WriteCheck(xml, summary, check);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text;
    }

    private static void WriteProperties(XmlWriter xml, RunSummary summary)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in ((string, string?)[])[("run", summary.Run.Run), ("tool", summary.Run.Tool), ("target", summary.Run.Target), ("model", summary.Run.Model), ("load", LoadText.Of(summary.Run.Load))])
        {
            if (value is null)
                continue;
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Clean(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // A run that is not valid proves nothing, whatever its checks say: an error, not a failure.
    private static void WriteRun(XmlWriter xml, RunSummary summary, bool isGood)
    {
        Begin(xml, summary, "run is valid");
        if (!isGood)
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", Clean($"{VerdictText.Of(summary.Judgement.Verdict)}: {summary.Judgement.Reason}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCheck(XmlWriter xml, RunSummary summary, CheckResult check)
    {
        Begin(xml, summary, check.Text);
        if (!check.Pass)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean($"{check.Text}: {CheckFigure.Of(check)}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Begin(XmlWriter xml, RunSummary summary, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean($"{Suite}.{summary.Run.Scenario ?? summary.Run.Model ?? "run"}"));
        xml.WriteAttributeString("name", Clean(name));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // Texts come from servers: XML 1.0 has no control characters, escaped or not.
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : ' '));
}
