using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Csv;
using VllmStream.Profiling.Reporting.Exchange.OpenMetrics;
using VllmStream.Profiling.Reporting.Exchange.Retold;
using VllmStream.Profiling.Reporting.Exchange.Vllm;

namespace VllmStream.Cli.Running;

/// <summary>Writes a report for other tools, or in their words.</summary>
internal static class ExchangeOutput
{
    /// <summary>Writes what was asked for.</summary>
    /// <returns>True when the result has been written in another form, so that ours is not wanted.</returns>
    /// <exception cref="OptionException">A file cannot be written, or the run's is damaged.</exception>
    internal static bool Write(ParsedReport report, RunSummary summary)
    {
        var exchange = report.Exchange;
        var talk = new Talk(Console.Error, report.Output.Quiet, overwrite: false);
        try
        {
            if (exchange.CsvFolder is { } folder)
                WriteTables(report, summary, folder, talk);
            if (exchange.Tool is { } tool)
                WriteRetold(report, summary, tool);
            else if (exchange.Format == ExchangeFormat.Vllm)
                WriteVllm(report, summary, talk);
            else if (exchange.Format == ExchangeFormat.OpenMetrics)
                Console.Out.Write(SummaryMetrics.Of(summary));
            else
                return false;
            return true;
        }
        catch (FormatException damaged)
        {
            throw new OptionException($"{report.Files[0]} has a damaged summary: {damaged.Message}");
        }
    }

    private static void WriteTables(ParsedReport report, RunSummary summary, string folder, Talk talk)
    {
        using var run = File.OpenRead(report.Files[0]);
        OutputFile.Write("--csv", folder, () => RunTables.Write(run, summary, folder));
        talk.Line($"{folder}: {RunTables.Requests} (every record), {RunTables.Stats} and {RunTables.History} (Locust's columns)");
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
        using var stream = path == OutputOptions.StandardOutput ? Console.OpenStandardOutput() : File.Create(path);
        write(stream);
    });
}
