using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Tui;

/// <summary>What a screen shows, and the little it may do to it.</summary>
public interface IScreenSource
{
    /// <summary>The newest of everything; called by the screen's thread a few times a second.</summary>
    ScreenData Read();

    /// <summary>One request in flight with all that is known of it; null when it is not in flight (any more).</summary>
    LiveTimeline? Timeline(long id);

    /// <summary>The person wants the run to end: first to drain, the second time to stop.</summary>
    void EndRun();

    /// <summary>More load, or less.</summary>
    /// <param name="direction">+1 or -1.</param>
    /// <returns>Null when it was done, else why not.</returns>
    string? ChangeLoad(int direction);

    /// <summary>Sets aside what was measured, and measures anew.</summary>
    /// <returns>Null when it was done, else why not.</returns>
    string? NewWindow();

    /// <summary>Looks for the server at once, where the run waits before it looks again.</summary>
    void RetryNow();
}
