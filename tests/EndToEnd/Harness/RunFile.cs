using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The NDJSON of a run, line by line.</summary>
internal sealed class RunFile
{
    private RunFile(IReadOnlyList<JsonElement> lines)
    {
        Lines = lines;
        Written = [.. OfType("request").Select(l => new RequestRow(l))];
        Requests = [.. Written.OrderBy(r => r.Id).ThenBy(r => r.Attempt)];
    }

    public IReadOnlyList<JsonElement> Lines { get; }

    /// <summary>Attempts in the order in which they were written.</summary>
    public IReadOnlyList<RequestRow> Written { get; }

    /// <summary>Attempts in the order of the plan.</summary>
    public IReadOnlyList<RequestRow> Requests { get; }

    public JsonElement RunStarted => OfType("run_started").Single();

    public JsonElement Probe => OfType("probe").Single();

    public IReadOnlyList<JsonElement> Notes => OfType("note");

    public IReadOnlyList<JsonElement> Intervals => OfType("interval");

    public IReadOnlyList<string> Phases => [.. OfType("phase").Select(p => p.GetProperty("phase").GetString()!)];

    public bool HasSummary => Lines.Count > 0 && TypeOf(Lines[^1]) == "summary";

    public SummaryRow Summary => new(OfType("summary").Single());

    public static RunFile Read(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads complete lines; a last line without an end is what a cut leaves behind and is ignored.</summary>
    public static RunFile Parse(string text)
    {
        var lines = new List<JsonElement>();
        var end = text.LastIndexOf('\n');
        foreach (var line in (end < 0 ? "" : text[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.Clone());
        }
        return new RunFile(lines);
    }

    public IReadOnlyList<JsonElement> OfType(string type) => [.. Lines.Where(l => TypeOf(l) == type)];

    /// <summary>True when a note's code or text contains the words.</summary>
    public bool HasNote(string words) => Notes.Any(n => n.GetRawText().Contains(words, StringComparison.OrdinalIgnoreCase));

    private static string TypeOf(JsonElement line) => line.GetProperty("type").GetString()!;
}
