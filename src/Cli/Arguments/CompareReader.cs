using System.Globalization;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of compare.</summary>
internal static class CompareReader
{
    private const string GroupWord = "group";
    private const string TagWord = "tag:";

    internal static ParsedCompare Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        var by = request.Options.One("--by") is { } given ? ReadParts(given) : null;
        var (isEnough, what) = by switch
        {
            null => (request.Words.Count == 2, "two result files"),
            { Tag: not null } => (request.Words.Count >= 2, "two or more files that run wrote, whose tags tell the sides"),
            _ => (request.Words.Count == 1, "one file that run wrote, since --by names two sides of it"),
        };
        if (!isEnough)
            throw new OptionException($"compare needs {what}, and {request.Words.Count} are named", $"{CommandTable.Program} compare base.ndjson new.ndjson{(by?.Tag is { } tag ? $" --by tag:{tag}" : "")}");
        var files = request.Words.Select(word => by is null ? ReadFile(word, sources) : new ResultFile(word)).ToArray();
        string[] paths = [.. files.Select(file => file.Path)];
        ReportReader.RequireFiles(paths, sources);
        OutputGuard.Check(request.Options, paths);
        var output = OutputReader.Read(request.Options, terminal);
        return new ParsedCompare(
            request.Words[0],
            request.Words[^1],
            by,
            BaselineReader.ReadThreshold(request.Options, "--threshold"),
            request.Options.One("--json")?.Text,
            output)
        {
            Files = (files[0], files[^1]),
            Runs = paths,
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
        if (given.Text.StartsWith(TagWord, StringComparison.Ordinal) && given.Text[TagWord.Length..].Split('=', 2) is [{ Length: > 0 } key, .. var rest])
        {
            if (rest.Length == 0)
                return new ComparedParts(IsMode: false, null, null) { Tag = key };
            if (rest[0].Split(',', StringSplitOptions.TrimEntries) is [{ Length: > 0 } first, { Length: > 0 } second] && first != second)
                return new ComparedParts(IsMode: false, null, null) { Tag = key, TagValues = (first, second) };
        }

        throw given.Wrong("is unknown; it can be mode, group, group:A,B with the names of two groups, tag:KEY, or tag:KEY=A,B with two values of a tag");
    }

    // A file of that name, or a run of a file that has several: benchmarks.json#2.
    private static ResultFile ReadFile(string word, IOptionSources sources)
    {
        var mark = word.LastIndexOf('#');
        return mark > 0 && !sources.FileExists(word) && int.TryParse(word.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new ResultFile(word[..mark], number)
            : new ResultFile(word);
    }
}
