using System.Text.Json;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output.Sweeps;

namespace VllmStream.Profiling.Output;

/// <summary>From run files back to summaries. Pure but for reading the files.</summary>
public static class RunReport
{
    /// <summary>Reads the summary of a file: from its last line, or, when the file was cut, by replaying what is there.</summary>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RunSummary Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>The same from a stream that can go back to its start.</summary>
    public static RunSummary Load(Stream stream)
    {
        var (started, summary) = ReadEnds(stream);
        return summary ?? RunReplay.Rebuild(stream, started);
    }

    /// <summary>Reads a file for a screen: the same aggregator sees its lines again.</summary>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RunExploration Explore(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Explore(stream);
        }
        catch (NdjsonFormatException problem)
        {
            throw problem.In(path);
        }
    }

    /// <summary>The same from a stream that can go back to its start.</summary>
    public static RunExploration Explore(Stream stream)
    {
        var (started, summary) = ReadEnds(stream);
        return RunReplay.Explore(stream, started, summary);
    }

    // First and last line; a file that was cut has no last one.
    private static (RunStartedLine Started, RunSummary? Summary) ReadEnds(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reader = new NdjsonReader(stream);
        RunStartedLine? started = null;
        SummaryLine? summary = null;
        foreach (var line in reader.Read(type => type is RunStartedLine.Word or SummaryLine.Word or SweepStartedLine.Word))
        {
            if (line is SweepStartedLine)
                throw new NdjsonFormatException("file is the own one of a sweep; each of its stages has a run file, whose name ends in -01.ndjson and so on");
            if (line is RunStartedLine first)
                started = started is null ? first : throw new NdjsonFormatException(reader.Lines, "begins a second run; give each run a file of its own");
            else
                summary = (SummaryLine)line;
        }

        if (started is null)
            throw new NdjsonFormatException(reader.Lines == 0 ? "file is empty" : "file has no run_started line");
        if (summary is null && started.SharedBy is { } agents)
            throw new NdjsonFormatException($"is cut before its summary, and the requests of a run over {agents} agents are in their own files: vllmstream run --attach {started.Run} ends the run, or read their NAME-run-{started.Run}-SHARE.ndjson");
        return (started, summary?.ToSummary(started.ToDescription()));
    }

    /// <summary>Reads several files and merges them: counts add, histograms merge, the worst verdict stands.</summary>
    /// <exception cref="NdjsonFormatException">A file is no run file; the message names it.</exception>
    /// <exception cref="Options.OptionException">Two files are one run.</exception>
    public static RunSummary Load(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var summaries = new List<RunSummary>(paths.Count);
        foreach (var path in paths)
        {
            try
            {
                summaries.Add(Load(path));
            }
            catch (NdjsonFormatException problem)
            {
                throw problem.In(path);
            }
        }

        RefuseWholeBesideShares(paths, summaries);
        RunOnce.Require([.. paths.Zip(summaries, (path, summary) => (path, summary.Run))]);
        if (summaries is [var only])
            return only;
        for (var i = 0; i < summaries.Count; i++)
            RequireHistograms(summaries[i], paths[i]);
        return Diagnosis.Of(SummaryMerge.Merge(summaries));
    }

    // The result of all agents has every request of their files.
    private static void RefuseWholeBesideShares(IReadOnlyList<string> paths, List<RunSummary> summaries)
    {
        for (var i = 0; i < summaries.Count; i++)
        {
            if (summaries[i].Agents.Count > 0 && summaries.FindIndex(other => other != summaries[i] && other.Run.Run == summaries[i].Run.Run) is var share and >= 0)
                throw new Options.OptionException($"{paths[i]} is the result of all agents of run {summaries[i].Run.Run}, and {paths[share]} is of one of them: its requests would count twice; leave one out");
        }
    }

    /// <summary>Why there are no requests in the file of a summary, as an error line goes on behind its name; null where they are.</summary>
    public static string? WhyNoRequests(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.Agents.Count == 0 ? null
            : $"has no requests: those of a run over {summary.Agents.Count} agents are in their own files; fetch them with --collect, and read run-{summary.Run.Run}-01.ndjson and so on";
    }

    // Before they are added to those of others: then nobody could tell whose was damaged.
    internal static void RequireHistograms(RunSummary summary, string path)
    {
        try
        {
            _ = summary.Histograms.ToSet(summary.Metrics);
            foreach (var group in summary.Groups.Values)
                _ = (group.Histograms ?? summary.Histograms).ToSet(group);
        }
        catch (FormatException damaged)
        {
            throw new NdjsonFormatException($"{path}: a histogram of its summary is damaged: {damaged.Message}", damaged);
        }
    }

    /// <summary>The summary as its file holds it: written, redacted and read back, so that what is printed after a run is what a report prints later.</summary>
    public static RunSummary AsWritten(RunSummary summary, Redactor redactor)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var context = NdjsonContext.For(redactor);
        var started = JsonSerializer.SerializeToUtf8Bytes(RunStartedLine.Of(summary.Run, options: null), context.RunStartedLine);
        var result = JsonSerializer.SerializeToUtf8Bytes(SummaryLine.Of(summary), context.SummaryLine);
        return JsonSerializer.Deserialize(result, NdjsonContext.Plain.SummaryLine)!
            .ToSummary(JsonSerializer.Deserialize(started, NdjsonContext.Plain.RunStartedLine)!.ToDescription());
    }
}
