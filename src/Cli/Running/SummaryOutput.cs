using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Running;

/// <summary>Writes the result to stdout, as run and report both do it.</summary>
internal static class SummaryOutput
{
    /// <summary>Writes it as the options say.</summary>
    /// <param name="summary">The result.</param>
    /// <param name="output">Kind and characters.</param>
    /// <param name="paths">The run's files; none where nothing was written.</param>
    internal static void Write(RunSummary summary, OutputOptions output, params string?[] paths)
    {
        switch (output.Summary)
        {
            case SummaryKind.Text:
                var files = paths.OfType<string>().Select(path => new SummaryFile(path, new FileInfo(path).Length)).ToArray();
                SummaryText.Write(summary, Console.Out, new SummaryTextOptions { Color = output.Color, Ascii = output.Ascii, Files = files });
                break;
            case SummaryKind.Json:
                Console.Out.WriteLine(SummaryJson.Of(summary));
                break;
        }
    }
}
