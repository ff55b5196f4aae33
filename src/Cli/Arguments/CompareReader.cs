using System.Globalization;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of compare.</summary>
internal static class CompareReader
{
    private const string GroupWord = "group";

    internal static ParsedCompare Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        var by = request.Options.One("--by") is { } given ? ReadParts(given) : null;
        var (needed, what) = by is null ? (2, "two result files") : (1, "one file that run wrote, since --by names two sides of it");
        if (request.Words.Count != needed)
            throw new OptionException($"compare needs {what}, and {request.Words.Count} are named", $"{CommandTable.Program} compare base.ndjson new.ndjson");
        var files = request.Words.Select(word => by is null ? ReadFile(word, sources) : new ResultFile(word)).ToArray();
        string[] paths = [.. files.Select(file => file.Path)];
        ReportReader.RequireFiles(paths, sources);
        OutputGuard.Check(request.Options, paths);
        var output = OutputReader.Read(request.Options, terminal);
        return new ParsedCompare(
            request.Words[0],
            request.Words[^1],
            by,
            new ComparisonOptions { Threshold = request.Options.One("--threshold") is { } threshold ? ReadRatio(threshold) : new ComparisonOptions().Threshold },
            request.Options.One("--json")?.Text,
            output)
        {
            Files = (files[0], files[^1]),
            HtmlPath = request.Options.One("--html")?.Text,
        };
    }

    private static ComparedParts ReadParts(OptionValue given)
    {
        if (given.Text == "mode")
            return new ComparedParts(IsMode: true, null, null);
        if (given.Text == GroupWord)
            return new ComparedParts(IsMode: false, null, null);
        if (given.Text.StartsWith(GroupWord + ":", StringComparison.Ordinal) && given.Text[(GroupWord.Length + 1)..].Split(',', StringSplitOptions.TrimEntries) is [{ Length: > 0 } a, { Length: > 0 } b] && a != b)
            return new ComparedParts(IsMode: false, a, b);
        throw given.Wrong("is unknown; it can be mode, group, or group:A,B with the names of two groups");
    }

    // A file of that name, or a run of a file that has several: benchmarks.json#2.
    private static ResultFile ReadFile(string word, IOptionSources sources)
    {
        var mark = word.LastIndexOf('#');
        return mark > 0 && !sources.FileExists(word) && int.TryParse(word.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new ResultFile(word[..mark], number)
            : new ResultFile(word);
    }

    private static double ReadRatio(OptionValue given)
    {
        var text = given.Text.EndsWith('%') ? given.Text[..^1] : throw given.Wrong($"has no unit; write {given.Text}%");
        return NumberText.TryParse(text, 0, 100, out var percent, out var problem) ? percent / 100 : throw given.Wrong(problem);
    }
}
