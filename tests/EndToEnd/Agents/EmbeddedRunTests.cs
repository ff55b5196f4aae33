using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A run over agents of its own, on this machine, in one command: everything it starts ends with it, however it ends.</summary>
[Trait("transport", "any")]
public sealed class EmbeddedRunTests
{
    private const string Mark = "VLLMSTREAM_TEST_FAMILY";

    private static readonly string[] Line = ["run", "--sim", "--nats", "embedded", "--agents", "2", "-r", "20", "--isl", "8", "--osl", "4", "--warmup", "0", "--no-probe", "-o", "run.ndjson", "--ui", "none"];

    [Fact]
    public async Task Run_over_agents_of_its_own_is_one_command_and_leaves_nothing_behind()
    {
        Brokers.Require();
        using var folder = new TempFolder();
        var family = Guid.NewGuid().ToString("N");
        using var run = new SpreadRun(folder, await Vllmstream.RunAsync(folder, [.. Line, "-n", "40"], 60, (Mark, family), ("TMPDIR", folder.Path)));
        run.AssertValid();
        Assert.Equal(40, run.File.Summary.Sent);
        Assert.Equal(["a1", "a2"], run.Agents.Select(agent => agent.GetProperty("name").GetString()));
        // Their records would go with them, and lie here.
        Assert.Equal(40, new[] { "run-01.ndjson", "run-02.ndjson" }.Sum(name => RunFile.Read(folder.File(name)).Requests.Count));
        Assert.Empty(Alive(family));
        Assert.Equal(["run-01.ndjson", "run-02.ndjson", "run.ndjson"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Killed_coordinator_takes_broker_agents_and_simulator_with_it()
    {
        Brokers.Require();
        using var folder = new TempFolder();
        var family = Guid.NewGuid().ToString("N");
        using var process = Vllmstream.Start(folder, [.. Line, "-d", "1m"], (Mark, family), ("TMPDIR", folder.Path));
        await Wait.UntilAsync(() => File.Exists(folder.File("run.ndjson")) && RunFile.Read(folder.File("run.ndjson")).Phases.Contains("running"));
        // Coordinator, simulator, two agents, broker and its shell.
        Assert.InRange(Alive(family).Count, 5, 8);
        process.Signal(VllmstreamProcess.SigKill);
        await Wait.UntilAsync(() => Alive(family).Count == 0, 12);
    }

    // Whoever was started by whoever we started has our mark in its environment.
    private static List<string> Alive(string family)
    {
        var alive = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains(family, StringComparison.Ordinal) && !File.ReadAllText(Path.Combine(folder, "stat")).Contains(") Z ", StringComparison.Ordinal))
                    alive.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or not ours.
            }
        }

        return alive;
    }
}
