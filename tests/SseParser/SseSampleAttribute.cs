using System.Reflection;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

namespace VllmStream.Tests.SseParser;

/// <summary>Gives a test each sample with LF, CR and CRLF line ends, without and with byte order mark, in every <see cref="Schedule"/>.</summary>
/// <remarks>Write line ends as <c>\n</c>; a sample that holds a <c>\r</c> keeps its line ends. Characters up to U+00FF with <see cref="AsLatin1"/> are single bytes.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SseSampleAttribute(params string[] texts) : DataAttribute
{
    /// <summary>For samples that are not valid UTF-8.</summary>
    public bool AsLatin1 { get; set; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        List<ITheoryDataRow> rows = [];
        foreach (string text in texts)
        {
            string[] lineEnds = text.Contains('\r') || !text.Contains('\n') ? ["\n"] : ["\n", "\r", "\r\n"];
            foreach (string lineEnd in lineEnds)
            {
                byte[] body = (AsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text.Replace("\n", lineEnd));
                foreach (bool hasMark in new[] { false, true })
                {
                    foreach (Schedule schedule in Enum.GetValues<Schedule>())
                    {
                        string name = $"{schedule}{(hasMark ? " BOM" : "")} {Escape(text.Replace("\n", lineEnd))}";
                        rows.Add(new TheoryDataRow<SseSample>(new SseSample(name, hasMark ? [0xEF, 0xBB, 0xBF, .. body] : body, schedule)));
                    }
                }
            }
        }

        return new(rows);
    }

    // The rows hold byte arrays; they are made again when the test runs.
    public override bool SupportsDiscoveryEnumeration() => false;

    private static string Escape(string text)
    {
        string escaped = text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0");
        return escaped.Length <= 60 ? escaped : escaped[..60] + "...";
    }
}
