using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run of before on the screen that showed it while it ran.</summary>
internal sealed class ReportScreen(ScreenData data, string file) : IScreenSource
{
    private const string Over = "the run is over";

    private readonly OtherRuns _others = new(() => file);

    /// <summary>Shows it until the person leaves.</summary>
    /// <returns>The last screen as text, when the person wants to keep it; else null.</returns>
    /// <exception cref="NdjsonFormatException">The file is no run.</exception>
    internal static string? Show(string file, OutputOptions output)
    {
        var run = RunReport.Explore(file);
        var data = new ScreenData { Target = run.Summary.Run.Target, Run = run.Summary.Run, Snapshot = run.Snapshot, Summary = run.Summary, File = file };
        return Screen.Show(new ReportScreen(data, file), new ScreenOptions(output.Color, output.Ascii), CancellationToken.None);
    }

    /// <inheritdoc/>
    public ScreenData Read() => data with { Other = _others.Open };

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

    /// <inheritdoc/>
    public string? ChangeTarget(string address) => Over;

    /// <inheritdoc/>
    public IReadOnlyList<string> RunFiles() => _others.Files();

    /// <inheritdoc/>
    public string? OpenRun(string other) => _others.Read(other);
}
