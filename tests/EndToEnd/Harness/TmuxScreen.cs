using System.Diagnostics;
using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A real terminal: a tmux session of its own server, in which a command line runs, keys are pressed and the screen is read.</summary>
internal sealed class TmuxScreen : IDisposable
{
    private const int PollMs = 100;
    private const int EscapeMs = 400;

    // What the machine's own environment says about colours, proxies and keys is not what is tested.
    private static readonly string[] Cleared = ["NO_COLOR", "FORCE_COLOR", "CI", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "VLLM_API_KEY", "OPENAI_API_KEY"];

    private readonly string _socket = $"vllmstream-test-{Guid.NewGuid():N}";

    private TmuxScreen()
    {
    }

    /// <summary>True where tmux is installed.</summary>
    public static bool IsHere { get; } = Array.Exists(["/usr/bin/tmux", "/usr/local/bin/tmux"], File.Exists);

    /// <summary>Types a command line of the executable into a new shell; behind it the exit code is printed.</summary>
    public static TmuxScreen Start(TempFolder folder, string arguments, int columns, int rows, string variables = "")
    {
        if (!IsHere)
            Assert.Skip("tmux is not installed (Debian: apt-get install tmux)");
        var screen = new TmuxScreen();
        // careful: a shell without a start-up file, so that nothing but this is on the screen; UTF-8 whatever the machine's locale.
        screen.Tmux(["-u", "new-session", "-d", "-x", Text(columns), "-y", Text(rows), "-c", folder.Path, "env", .. Cleared.SelectMany(name => new[] { "-u", name }), "TERM=screen-256color", "LANG=C.UTF-8", "PS1=$ ", "sh", "-i"]);
        screen.Tmux("send-keys", "-l", $"{variables}{string.Join(' ', Vllmstream.Command)} {arguments}; echo shell status $?");
        screen.Tmux("send-keys", "Enter");
        return screen;
    }

    /// <summary>Presses keys, by their names in tmux.</summary>
    public void Press(params string[] keys)
    {
        foreach (var key in keys)
        {
            Tmux("send-keys", key);
            // What follows it at once would make it the beginning of another key.
            if (key == "Escape")
                Thread.Sleep(EscapeMs);
        }
    }

    /// <summary>Types text as it is.</summary>
    public void Type(string text) => Tmux("send-keys", "-l", text);

    /// <summary>Clicks on a cell, counted from 0: what a terminal sends that reports its mouse.</summary>
    public void Click(int row, int column)
    {
        Type($"\u001b[<0;{Text(column + 1)};{Text(row + 1)}M");
        Type($"\u001b[<0;{Text(column + 1)};{Text(row + 1)}m");
    }

    /// <summary>Clicks twice.</summary>
    public void DoubleClick(int row, int column)
    {
        Click(row, column);
        Click(row, column);
    }

    public void Resize(int columns, int rows) => Tmux("resize-window", "-x", Text(columns), "-y", Text(rows));

    /// <summary>What is on the screen now.</summary>
    /// <param name="withColors">True with the escape sequences that colour it.</param>
    public string Read(bool withColors = false) => withColors ? Tmux("capture-pane", "-p", "-e") : Tmux("capture-pane", "-p");

    /// <summary>The same with what has scrolled away.</summary>
    public string ReadAll() => Tmux("capture-pane", "-p", "-S", "-");

    /// <summary>Waits until the screen holds words.</summary>
    /// <returns>The screen.</returns>
    public string WaitFor(string words, double seconds = 20) => WaitFor(screen => screen.Contains(words, StringComparison.Ordinal), words, seconds);

    private string WaitFor(Func<string, bool> holds, string words, double seconds)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var screen = Read();
            if (holds(screen))
                return screen;
            if (clock.Elapsed.TotalSeconds > seconds)
                Assert.Fail($"\"{words}\" does not come:\n{screen}");
            Thread.Sleep(PollMs);
        }
    }

    /// <summary>A flag of the terminal, such as alternate_on.</summary>
    public string Flag(string name) => Tmux("display-message", "-p", $"#{{{name}}}").Trim();

    /// <summary>Waits for the end of a run in which nothing was to go wrong: a machine that is busy may have made it not valid, which is not what a screen is tested for.</summary>
    /// <returns>The screen.</returns>
    public string WaitForGoodEnd() =>
        WaitFor(screen => screen.Contains("shell status 0", StringComparison.Ordinal) || screen.Contains("shell status 4", StringComparison.Ordinal), "shell status 0 or 4", 60);

    public void Dispose()
    {
        try
        {
            Tmux("kill-server");
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Tmux(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-L", _socket, "-f", "/dev/null", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {errors}");
    }
}
