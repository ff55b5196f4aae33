using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

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
}
