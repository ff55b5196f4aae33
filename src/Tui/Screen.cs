using Terminal.Gui.App;
using VllmStream.Tui.Terminal;

namespace VllmStream.Tui;

/// <summary>The front door: shows a run on the terminal until the person leaves.</summary>
public static class Screen
{
    // Keys are looked for so often; each look costs some 0.05 % of a core, and nobody feels 80 ms.
    private const ushort LooksPerSecond = 12;

    // ED 2 of ECMA-48.
    private const string EraseDisplay = "\u001b[2J";

    /// <summary>Shows it. Takes the calling thread until the person leaves, or <paramref name="leave"/> is cancelled; the terminal is as before then, whatever happens.</summary>
    /// <returns>The last screen as text, when the person wants to keep it; else null.</returns>
    public static string? Show(IScreenSource source, ScreenOptions options, CancellationToken leave)
    {
        Application.MaximumIterationsPerSecond = LooksPerSecond;
        using var app = Application.Create();
        app.Init();
        // The sixteen colours are those of the person's own terminal; others might not be seen on its background.
        app.Driver!.Force16Colors = true;
        using var screen = new TerminalScreen(app, source, options);
        // A thread that dies takes the process with it, and would leave the terminal on its other page.
        void Restore(object sender, UnhandledExceptionEventArgs e)
        {
            Clear(app);
            app.Dispose();
        }

        AppDomain.CurrentDomain.UnhandledException += Restore;
        try
        {
            using var registration = leave.Register(() => app.Invoke(screen.Leave));
            app.AddTimeout(TerminalScreen.Period, screen.Refresh);
            app.Invoke(() => screen.Refresh());
            if (!leave.IsCancellationRequested)
                app.Run(screen.Window);
            return screen.Kept;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= Restore;
            Clear(app);
        }
    }

    // A page that has grown since it was opened is cut when it is left, and tmux keeps what it cuts off above the shell's own lines.
    private static void Clear(IApplication app) => app.Driver?.WriteRaw(EraseDisplay);
}
