using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads which run another one is held against, and what counts as a difference.</summary>
internal static class BaselineReader
{
    private const string Name = "--baseline";
    private const string Threshold = "--baseline-threshold";

    /// <summary>Of run; null = none.</summary>
    /// <exception cref="OptionException">It is no file, or there would be no file of the run to hold against it.</exception>
    internal static BaselineOptions? ReadOfRun(OptionValues values, OutputOptions output, IOptionSources sources)
    {
        if (Read(values, sources) is not { } baseline)
            return null;
        var given = values.One(Name)!;
        if (output.NdjsonIsStandardOutput)
            throw given.Wrong($"is held against the file of this run, and {values.One("--ndjson")!.Shown} writes none; write -o FILE");
        return output.NdjsonPath is { } own && Path.GetFullPath(own) == Path.GetFullPath(baseline.File)
            ? throw given.Wrong("is the file that this run writes, and would be lost; write another one behind -o")
            : baseline;
    }

    /// <summary>Of report; null = none.</summary>
    /// <exception cref="OptionException">It is no file, or several runs would be held against it.</exception>
    internal static BaselineOptions? ReadOfReport(CommandRequest request, IOptionSources sources)
    {
        if (Read(request.Options, sources) is not { } baseline)
            return null;
        return request.Words.Count == 1 ? baseline : throw request.Options.One(Name)!.Wrong($"is held against one run, and {request.Words.Count} files are named");
    }

    /// <summary>The smallest change that matters.</summary>
    /// <param name="values">Options as given.</param>
    /// <param name="option">The option that says it.</param>
    /// <exception cref="OptionException">It is no share.</exception>
    internal static ComparisonOptions ReadThreshold(OptionValues values, string option) =>
        values.Read<double>(option, PercentText.TryParse) is { } ratio ? new ComparisonOptions { Threshold = ratio } : new ComparisonOptions();

    private static BaselineOptions? Read(OptionValues values, IOptionSources sources)
    {
        if (values.One(Name) is { } given)
            return sources.WhyUnreadable(given.Text) is { } why ? throw given.Wrong(why) : new BaselineOptions(given.Text, ReadThreshold(values, Threshold));
        return values.One(Threshold) is { } threshold ? throw threshold.Wrong("is of a baseline, and there is none; add --baseline FILE") : null;
    }
}
