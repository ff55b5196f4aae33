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

    /// <summary>Gives the run up that waits for its server, and begins one with another address.</summary>
    /// <param name="address">As on the command line.</param>
    /// <returns>Null when it was done, else why not.</returns>
    string? ChangeTarget(string address);

    /// <summary>Files of other runs in the current folder, the newest first.</summary>
    IReadOnlyList<string> RunFiles();

    /// <summary>Reads a run of before, to be compared with; it is among the data once it is read.</summary>
    /// <param name="other">Its file.</param>
    /// <returns>Null when it was read, else why not.</returns>
    string? OpenRun(string other);
}
