using VllmStream.Cli.Running;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;
using VllmStream.Profiling.Comparing.Html;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Commands;

/// <summary>Compares two results, or two sides of one run; the exit code is that of a failed check where b is worse, and that of a run that is not valid where no verdict may rest on them.</summary>
internal static class CompareCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedCompare compare)
    {
        RunComparison comparison;
        try
        {
            comparison = compare.By is { } parts ? Compare(SidesOf(compare, parts), compare.Options) : FileComparer.Compare(compare.Files.A, compare.Files.B, compare.Options);
        }
        catch (NdjsonFormatException e)
        {
            throw new OptionException(e.Message);
        }
        catch (FormatException damaged)
        {
            throw new OptionException($"{string.Join(" or ", compare.Runs)} is damaged: {damaged.Message}");
        }

        var talk = new Talk(Console.Error, compare.Output.Quiet, overwrite: false);
        var failures = new OutputFailures(talk);
        if (compare.HtmlPath is { } page)
            await failures.TryAsync(() => HtmlOutput.WriteAsync(ComparisonHtml.Of(comparison), page, talk));
        if (compare.JsonPath is { } json)
            await failures.TryAsync(() => TextOutput.WriteAsync(ComparisonJson.Of(comparison), json, "--json"));
        if (compare.Output.MarkdownPath is { } markdown)
            await failures.TryAsync(() => TextOutput.WriteAsync(ComparisonMarkdown.Of(comparison).TrimEnd('\n'), markdown, "--markdown"));
        if (compare.JsonPath != OutputOptions.StandardOutput && compare.Output.MarkdownPath != OutputOptions.StandardOutput)
            await failures.TryAsync(() => ComparisonPage.Write(comparison, Console.Out, new SummaryTextOptions { Color = compare.Output.Color, Ascii = compare.Output.Ascii }));
        failures.Throw();
        return comparison.Objections.Count > 0 ? ExitCode.NotValid : comparison.Verdict == ComparisonVerdict.Worse ? ExitCode.CheckFailed : ExitCode.Ok;
    }

    private static RunComparison Compare((RunSamples A, RunSamples B) sides, ComparisonOptions options) => RunComparer.Compare(sides.A, sides.B, options);

    private static (RunSamples A, RunSamples B) SidesOf(ParsedCompare compare, ComparedParts parts) => parts.Tag is { } tag
        ? TaggedRuns.Sides([.. compare.Runs.Select(file => RunSamplesReader.Read(file, file))], tag, parts.TagValues)
        : PartsOf(compare.A, parts);

    private static (RunSamples A, RunSamples B) PartsOf(string file, ComparedParts parts)
    {
        var summary = RunReport.Load([file]);
        if (parts.IsMode)
            return (Mode(file, "nonstream", summary), Mode(file, "stream", summary));
        var groups = summary.Run.Groups;
        var (a, b) = (parts.GroupA, parts.GroupB);
        if (a is null || b is null)
        {
            if (groups is not [var first, var second])
                throw new OptionException($"--by group needs a run of two groups, and {file} has {groups.Count}: {string.Join(", ", groups)}", groups.Count > 2 ? $"--by group:{groups[0]},{groups[1]}" : null);
            (a, b) = (first, second);
        }

        foreach (var name in (string[])[a, b])
        {
            if (!groups.Contains(name, StringComparer.Ordinal))
                throw new OptionException($"--by group:{a},{b} names no group of {file}: {name}; it has {string.Join(", ", groups)}");
        }

        return (Group(file, a, summary), Group(file, b, summary));
    }

    private static RunSamples Mode(string file, string mode, RunSummary summary)
    {
        var side = RunSamplesReader.Read(file, mode, request => request.Mode == mode, summary);
        return side.All.Requests > 0 ? side : throw new OptionException($"--by mode needs a run with requests of both modes, and {file} has none that is {mode}", "vllmstream run URL --mode paired");
    }

    private static RunSamples Group(string file, string group, RunSummary summary) => RunSamplesReader.Read(file, group, request => request.Group == group, summary);
}
