using System.Diagnostics;

namespace VllmStream.Cluster.Embedding;

/// <summary>Processes of ours: started with a pipe that they watch, asked to end by closing it, and killed if they do not.</summary>
/// <remarks>The pipe also ends when this process dies, however it does: see <see cref="ParentWatch"/>.</remarks>
public sealed class ChildProcesses : IAsyncDisposable
{
    private readonly List<Process> _processes = [];
    private readonly Action<int, string> _onLine;
    private readonly TimeSpan _endTime;

    /// <summary>None yet.</summary>
    /// <param name="onLine">Takes a line that one of them wrote, with its number from 0; any thread.</param>
    /// <param name="endTime">For how long they may take to end by themselves.</param>
    public ChildProcesses(Action<int, string> onLine, TimeSpan endTime) => (_onLine, _endTime) = (onLine, endTime);

    /// <summary>Their process ids, in the order in which they were started.</summary>
    public IReadOnlyList<int> Ids => [.. _processes.Select(static process => process.Id)];

    /// <summary>Starts one more.</summary>
    /// <param name="program">The executable.</param>
    /// <param name="arguments">Its arguments; other users read them, so nothing secret.</param>
    /// <param name="environment">What it gets beside our own environment.</param>
    public void Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        var number = _processes.Count;
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(number, line.Data);
        process.ErrorDataReceived += (_, line) => Take(number, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    /// <summary>Asks all to end, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.StandardInput.Close();
        using var limit = new CancellationTokenSource(_endTime);
        foreach (var process in _processes)
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        _processes.Clear();
    }

    private void Take(int number, string? line)
    {
        if (line is not null)
            _onLine(number, line);
    }
}
