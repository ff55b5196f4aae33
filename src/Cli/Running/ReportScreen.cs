using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run of before on the screen that showed it while it ran.</summary>
internal sealed class ReportScreen(ScreenData data) : IScreenSource
{
    private const string Over = "the run is over";

    /// <summary>Shows it until the person leaves.</summary>
    /// <exception cref="NdjsonFormatException">The file is no run.</exception>
    internal static void Show(string file, OutputOptions output)
    {
        var run = RunReport.Explore(file);
        var data = new ScreenData { Target = run.Summary.Run.Target, Run = run.Summary.Run, Snapshot = run.Snapshot, Summary = run.Summary, File = file };
        Screen.Show(new ReportScreen(data), new ScreenOptions(output.Color, output.Ascii), CancellationToken.None);
    }

    /// <inheritdoc/>
    public ScreenData Read() => data;

    /// <inheritdoc/>
    public LiveTimeline? Timeline(long id) => null;

    /// <inheritdoc/>
    public void EndRun()
    {
        // There is nothing to end.
    }

    /// <inheritdoc/>
    public void RetryNow()
    {
        // There is nothing to look for.
    }

    /// <inheritdoc/>
    public string? ChangeLoad(int direction) => Over;

    /// <inheritdoc/>
    public string? NewWindow() => Over;
}
