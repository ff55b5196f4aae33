using VllmStream.Cli.Running;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Cli.Commands;

/// <summary>
/// Prints the summary of finished runs again, or writes it for others; the exit code says whether that went well, the last line of the summary how
/// the run ended. With checks the exit code is that of the run so judged.
/// </summary>
internal static class ReportCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedReport report)
    {
        try
        {
            if (report.Output.Ui == UiKind.Tui && ReportScreen.Show(report.Files[0], report.Output) is { } kept)
                Console.Out.Write(kept);
            var summary = Judged(report);
            var talk = new Talk(Console.Error, report.Output.Quiet, overwrite: false);
            var failures = new OutputFailures(talk);
            if ((report.Exchange.CsvFolder is not null || report.Exchange.Tool is not null || report.Exchange.Format == ExchangeFormat.Vllm) && RunReport.WhyNoRequests(summary) is { } why)
                throw new OptionException($"{report.Files[0]} {why}");
            if (report.Exchange.CsvFolder is { } folder)
                await failures.TryAsync(() => ExchangeOutput.WriteTables(report, summary, folder, talk));
            if (report.Exchange.TakesThePlaceOfOurs)
                await failures.TryAsync(() => ExchangeOutput.Write(report, summary, talk));
            else
                await WriteOursAsync(report, summary, failures);
            await SummaryOutput.WriteFilesAsync(summary, report.Output, failures);
            if (report.HtmlPath is { } page)
                await failures.TryAsync(() => HtmlOutput.WriteAsync(HtmlReport.Of(summary, report.Files), page, talk));
            failures.Throw();
            // Whoever asks something of the file wants the answer.
            return report.Checks.Count > 0 || report.Baseline is not null ? summary.Judgement.ExitCode : ExitCode.Ok;
        }
        catch (NdjsonFormatException e)
        {
            throw new OptionException(e.Message);
        }
        catch (FormatException damaged)
        {
            // A histogram is decoded where it is wanted, which is after its line was read.
            throw new OptionException($"{string.Join(", ", report.Files)}: a summary is damaged: {damaged.Message}");
        }
    }

    // What it was asked when it ran, and what is asked now.
    private static RunSummary Judged(ParsedReport report)
    {
        var baseline = Baseline.Read(report.Baseline);
        var summary = RunReport.Load(report.Files);
        RunOptionsReader.RequireGroups(report.Checks, summary.Run.Groups);
        if (report.Checks.Count > 0)
            summary = FindingChecks.Judge(SummaryChecks.With(summary, report.Checks));
        return baseline is null ? summary : SummaryChecks.With(summary, baseline.Judge(report.Files[0], summary, missing: null));
    }

    private static async Task WriteOursAsync(ParsedReport report, RunSummary summary, OutputFailures failures)
    {
        if (report.JsonPath is { } path)
            await failures.TryAsync(() => TextOutput.WriteAsync(SummaryJson.Of(summary), path, "--json"));
        if (report.JsonPath != OutputOptions.StandardOutput)
            await failures.TryAsync(() => SummaryOutput.Write(summary, report.Output, report.Files.Count == 1 ? report.Files[0] : null));
    }
}
