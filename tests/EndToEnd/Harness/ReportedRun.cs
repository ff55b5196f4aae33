namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A run against the simulator with a scenario of two groups, and its pages; shared by the tests of a class.</summary>
public sealed class ReportedRun : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    /// <summary>The page.</summary>
    public string PagePath => _folder.File("run.html");

    /// <summary>The page of a comparison of the run with itself: groups and distributions are there, and no difference is.</summary>
    public string ComparisonPath => _folder.File("compare.html");

    /// <summary>The run file.</summary>
    internal RunFile File { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Expect.Exit(0, await Vllmstream.RunAsync(_folder, ["run", "--sim", "-f", "mixed-prompts", "-c", "8", "-d", "5s", "--warmup", "1s", "--osl", "24", "-o", "run.ndjson", "--ui", "none"], 60));
        Expect.Exit(0, await Vllmstream.RunAsync(_folder, ["report", "run.ndjson", "--html", "run.html"]));
        Expect.Exit(0, await Vllmstream.RunAsync(_folder, ["compare", "run.ndjson", "run.ndjson", "--html", "compare.html"]));
        File = RunFile.Read(_folder.File("run.ndjson"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
