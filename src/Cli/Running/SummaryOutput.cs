using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting;

namespace VllmStream.Cli.Running;

/// <summary>Writes the result to stdout, as run and report both do it.</summary>
internal static class SummaryOutput
{
    /// <summary>Writes it as the options say.</summary>
    /// <param name="summary">The result.</param>
    /// <param name="output">Kind and characters.</param>
    /// <param name="path">The run's file; null where there is none, or several.</param>
    internal static void Write(RunSummary summary, OutputOptions output, string? path)
    {
        if (output.MarkdownPath == OutputOptions.StandardOutput)
            return;
        switch (output.Summary)
        {
            case SummaryKind.Text:
                SummaryText.Write(summary, Console.Out, new SummaryTextOptions
                {
                    Color = output.Color,
                    Ascii = output.Ascii,
                    File = path,
                    FileBytes = path is null ? null : new FileInfo(path).Length,
                });
                break;
            case SummaryKind.Json:
                Console.Out.WriteLine(SummaryJson.Of(summary));
                break;
        }
    }

    /// <summary>Writes the forms of it that options name files for.</summary>
    internal static async Task WriteFilesAsync(RunSummary summary, OutputOptions output, OutputFailures failures)
    {
        if (output.MarkdownPath is { } markdown)
            await failures.TryAsync(() => TextOutput.WriteAsync(SummaryMarkdown.Of(summary).TrimEnd('\n'), markdown, "--markdown"));
        if (output.JUnitPath is { } junit)
            await failures.TryAsync(() => TextOutput.WriteAsync(JUnitReport.Of(summary), junit, "--junit"));
    }
}
