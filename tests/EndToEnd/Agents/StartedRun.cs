using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>The coordinator of a run over agents, while it runs.</summary>
internal sealed class StartedRun : IDisposable
{
    private bool _isOver;

    private StartedRun(TempFolder folder, VllmstreamProcess process) => (Folder, Process) = (folder, process);

    public TempFolder Folder { get; }

    public VllmstreamProcess Process { get; }

    public static StartedRun Start(string url, IEnumerable<string> link, IEnumerable<string> load, params (string, string)[] environment) =>
        OfLine(["run", url, .. link, .. load, "--no-probe", "-m", "m"], environment);

    /// <summary>Picks one up.</summary>
    public static StartedRun Attach(string run, IEnumerable<string> link) => OfLine(["run", "--attach", run, .. link]);

    /// <summary>Waits until its file has a line like this.</summary>
    public async Task<JsonElement> LineAsync(Func<JsonElement, bool> wanted)
    {
        JsonElement? found = null;
        await Wait.UntilAsync(() =>
        {
            if (Process.HasExited)
                throw new Xunit.Sdk.XunitException("the coordinator ended: " + Process.StderrSoFar);
            found = Lines().Where(wanted).Select(line => (JsonElement?)line).FirstOrDefault();
            return found is not null;
        });
        return found!.Value;
    }

    /// <summary>Waits until a phase has begun.</summary>
    public Task<JsonElement> PhaseAsync(string phase) => LineAsync(line => line.GetProperty("type").GetString() == "phase" && line.GetProperty("phase").GetString() == phase);

    /// <summary>Waits for the end.</summary>
    public async Task<SpreadRun> EndAsync(double timeoutSeconds = 60)
    {
        var result = await Process.WaitAsync(timeoutSeconds);
        _isOver = true;
        return new SpreadRun(Folder, result);
    }

    public void Dispose()
    {
        Process.Dispose();
        // What has ended hands its folder on.
        if (!_isOver)
            Folder.Dispose();
    }

    private static StartedRun OfLine(IEnumerable<string> line, params (string, string)[] environment)
    {
        var folder = new TempFolder();
        return new StartedRun(folder, Vllmstream.Start(folder, [.. line, "-o", "run.ndjson", "--ui", "none"], environment));
    }

    private IReadOnlyList<JsonElement> Lines()
    {
        var path = Folder.File("run.ndjson");
        return File.Exists(path) ? RunFile.Read(path).Lines : [];
    }
}
