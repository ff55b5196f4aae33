using System.Globalization;

namespace VllmStream.Profiling.Options.Traces;

/// <summary>Reads a trace of Azure's LLM inference services: a time of the day, and the tokens of prompt and answer.</summary>
/// <remarks>No field of it can hold a comma or a quote.</remarks>
internal static class TraceCsv
{
    private static readonly string[] Names = ["TIMESTAMP", "ContextTokens", "GeneratedTokens"];

    public static List<TraceEntry> Read(string file, string text)
    {
        var entries = new List<TraceEntry>();
        var places = Array.Empty<int>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
                continue;
            var fields = line.ToString().Split(',', StringSplitOptions.TrimEntries);
            if (places.Length == 0)
                places = PlacesOf(file, number, fields);
            else
                entries.Add(ReadLine(file, number, fields, places));
        }
        return entries;
    }

    private static int[] PlacesOf(string file, int number, string[] header)
    {
        var places = Array.ConvertAll(Names, name => Array.FindIndex(header, field => field.Equals(name, StringComparison.OrdinalIgnoreCase)));
        var missing = Array.IndexOf(places, -1);
        return missing < 0
            ? places
            : throw TraceFile.Wrong(file, number, $"has no column {Names[missing]}; a trace is CSV with {string.Join(',', Names)}, or JSON lines with timestamp, input_length and output_length");
    }

    private static TraceEntry ReadLine(string file, int number, string[] fields, int[] places)
    {
        if (fields.Length <= places.Max())
            throw TraceFile.Wrong(file, number, $"has {fields.Length} fields, and the header asks for {places.Max() + 1}");
        var time = fields[places[0]];
        if (!DateTime.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read))
            throw TraceFile.Wrong(file, number, $"has {Names[0]} {time}, which is no time such as 2023-11-16 18:17:03.9799600");
        return new TraceEntry((read - DateTime.UnixEpoch).TotalSeconds, Tokens(1), Tokens(2), []) { Line = number };

        int Tokens(int name) => int.TryParse(fields[places[name]], NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens is > 0 and <= LengthText.MostTokens
            ? tokens
            : throw TraceFile.WrongTokens(file, number, $"{Names[name]} {fields[places[name]]}");
    }
}
