using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Csv;
using VllmStream.Profiling.Reporting.Exchange.OpenMetrics;
using VllmStream.Profiling.Reporting.Exchange.Retold;
using VllmStream.Profiling.Reporting.Exchange.Vllm;

namespace VllmStream.Cli.Running;

/// <summary>Writes a report for other tools, or in their words.</summary>
internal static class ExchangeOutput
{
    /// <summary>Writes the result in the form that takes the place of ours.</summary>
    /// <exception cref="OptionException">It cannot be written, or the run's file is damaged.</exception>
    internal static void Write(ParsedReport report, RunSummary summary, Talk talk) => OfFile(report, () =>
    {
        if (report.Exchange.Tool is { } tool)
            WriteRetold(report, summary, tool);
        else if (report.Exchange.Format == ExchangeFormat.Vllm)
            WriteVllm(report, summary, talk);
        else
            Console.Out.Write(SummaryMetrics.Of(summary));
    });

    /// <summary>Writes the tables.</summary>
    /// <exception cref="OptionException">One cannot be written, or the run's file is damaged.</exception>
    internal static void WriteTables(ParsedReport report, RunSummary summary, string folder, Talk talk) => OfFile(report, () =>
    {
        using var run = File.OpenRead(report.Files[0]);
        OutputFile.Write("--csv", folder, () => RunTables.Write(run, summary, folder));
        talk.Line($"{folder}: {RunTables.Requests} (every record), {RunTables.Stats} and {RunTables.History} (Locust's columns)");
    });

    // All of these read the file once more, further than its summary.
    private static void OfFile(ParsedReport report, Action write)
    {
        try
        {
            write();
        }
        catch (NdjsonFormatException damaged)
        {
            throw new OptionException($"{report.Files[0]}: {damaged.Message}");
        }
        catch (FormatException damaged)
        {
            throw new OptionException($"{report.Files[0]} has a damaged summary: {damaged.Message}");
        }
    }

    private static void WriteRetold(ParsedReport report, RunSummary summary, ForeignTool tool)
    {
        RetoldRun retold;
        using (var run = File.OpenRead(report.Files[0]))
            retold = Retelling.Of(tool, run, summary);
        if (report.JsonPath is { } path)
            WriteTo(path, stream => stream.Write([.. System.Text.Encoding.UTF8.GetBytes(Retelling.ToJson(retold)), (byte)'\n']));
        if (report.JsonPath != OutputOptions.StandardOutput)
            RetoldText.Write(retold, Console.Out);
    }

    private static void WriteVllm(ParsedReport report, RunSummary summary, Talk talk)
    {
        using var run = File.OpenRead(report.Files[0]);
        var path = report.JsonPath ?? OutputOptions.StandardOutput;
        IReadOnlyList<string> notes = [];
        WriteTo(path, stream => notes = VllmResult.Write(run, summary, stream));
        foreach (var note in notes)
            talk.Line($"note: {note}");
        if (path != OutputOptions.StandardOutput)
            SummaryOutput.Write(summary, report.Output, report.Files[0]);
    }

    private static void WriteTo(string path, Action<Stream> write) => OutputFile.Write("--json", path, () =>
    {
        using Stream stream = path == OutputOptions.StandardOutput ? new StandardOutput(Console.OpenStandardOutput()) : File.Create(path);
        write(stream);
    });
}
