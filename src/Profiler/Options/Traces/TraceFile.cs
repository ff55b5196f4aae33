using System.Text.Json;

namespace VllmStream.Profiling.Options.Traces;

/// <summary>
/// Reads a trace, by what stands in it: JSON lines with <c>timestamp</c> (ms), <c>input_length</c>, <c>output_length</c> and
/// <c>hash_ids</c> (Mooncake, FAST '25), a run of this tool, or CSV with <c>TIMESTAMP,ContextTokens,GeneratedTokens</c> (Azure LLM inference traces).
/// </summary>
public static class TraceFile
{
    /// <summary>Reads the requests.</summary>
    /// <param name="file">Its name, which stands in errors.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="OptionException">A line cannot be read, or there is none.</exception>
    public static Trace Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        var leftOut = 0;
        var entries = text.AsSpan().TrimStart() is ['{', ..] ? ReadJsonLines(file, text, ref leftOut) : TraceCsv.Read(file, text);
        if (entries.Count == 0)
            throw new OptionException($"{file}: holds no request{(leftOut > 0 ? " whose lengths it knows" : "")}");
        // In the order of time; those of one instant in the order of the file.
        entries = [.. entries.OrderBy(entry => entry.Seconds)];
        var first = entries[0].Seconds;
        // What is longer has times of another unit, or none.
        var longest = LimitOptions.LongestPlan.TotalSeconds;
        if (entries.Find(entry => entry.Seconds - first > longest) is { } late)
            throw Wrong(file, late.Line, $"comes {NumberText.Format(late.Seconds - first)} s after the first request; the most is {longest} s, a year");
        return new Trace(file, [.. entries.Select(entry => entry with { Seconds = entry.Seconds - first })]) { LeftOut = leftOut };
    }

    internal static OptionException Wrong(string file, long line, string what) => new($"{file}:{line}: {what}");

    internal static OptionException WrongTokens(string file, long line, string what) =>
        Wrong(file, line, $"has {what}, which is no number of tokens; at least 1 and at most {LengthText.MostTokens}");

    private static List<TraceEntry> ReadJsonLines(string file, string text, ref int leftOut)
    {
        var entries = new List<TraceEntry>();
        var (number, isRun) = (0, false);
        // careful: JSON ends its lines with a line feed alone; within a text other separators stand as they are.
        foreach (var place in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[place];
            number++;
            if (line.IsWhiteSpace())
                continue;
            try
            {
                using var json = JsonDocument.Parse(line.ToString());
                var read = new TraceLine(file, number, json.RootElement);
                isRun |= read.IsOfRun;
                var (entry, isLeftOut) = read.Read();
                if (entry is not null)
                    entries.Add(entry);
                else if (isLeftOut)
                    leftOut++;
            }
            catch (JsonException) when (isRun && place.End.Value == text.Length)
            {
                // A run is a valid file wherever it was cut, which is in the middle of its last line.
            }
            catch (JsonException)
            {
                throw Wrong(file, number, "is no JSON");
            }
        }
        return entries;
    }
}
