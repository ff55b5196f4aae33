using System.Diagnostics;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Load;

/// <summary>A client that gets no CPU says so, and for the right reason.</summary>
[Collection(AloneGroup.Name)]
public sealed class StarvedClientTests
{
    [Fact]
    public async Task Selftest_beside_programs_that_take_the_cpu_is_not_valid_and_names_them()
    {
        using var folder = new TempFolder();
        using var hogs = Hogs.Start(2 * Environment.ProcessorCount, core: null);
        var result = await Vllmstream.RunAsync(folder, ["selftest", "--json", "-"], 120);
        Assert.True(result.ExitCode == 4, result.Stdout + result.Stderr);
        using var json = JsonDocument.Parse(result.Stdout);
        Assert.Equal("NOT VALID", json.RootElement.GetProperty("verdict").GetString());
        Assert.Contains(json.RootElement.GetProperty("reasons").EnumerateArray(), reason => reason.GetString()!.Contains("other processes keep", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Selftest_on_a_quiet_machine_is_ok()
    {
        using var folder = new TempFolder();
        var said = "";
        // A shared machine is quiet now and then: it has to be OK in one of three tries.
        for (var tries = 0; tries < 3; tries++)
        {
            var result = await Vllmstream.RunAsync(folder, ["selftest", "--json", "-"], 120);
            using var json = JsonDocument.Parse(result.Stdout);
            if (result.ExitCode == 0)
            {
                Assert.Equal("OK", json.RootElement.GetProperty("verdict").GetString());
                Assert.True(json.RootElement.GetProperty("ceiling_events_per_s").GetDouble() > 1_000);
                return;
            }
            Assert.Equal(4, result.ExitCode);
            said = string.Join("; ", json.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        }
        Assert.SkipWhen(said.Contains("other processes", StringComparison.Ordinal) || MachineNoise.RecentMs > 5, $"this machine is not quiet: {said}; a thread woke {MachineNoise.RecentMs:0} ms late");
        Assert.Fail(said);
    }

    [Fact]
    public async Task Client_on_a_core_that_others_take_sends_late_and_its_run_is_not_valid()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount > 1, "needs a core for the client and one for the server");
        using var folder = new TempFolder();
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(5, 5, 2) : null);
        using var hogs = Hogs.Start(12, core: 0);
        using var process = Vllmstream.StartUnder(
            ["taskset", "-c", "0"], folder, ["run", server.Url, "-r", "100", "--arrival", "constant", "-d", "5s", "--warmup", "1s", "--drain", "20s", "-o", "run.ndjson", "--ui", "none"]);
        var result = await process.WaitAsync(90);
        // A fair scheduler may let a client that needs little go first: then there is nothing late to be found.
        Assert.SkipWhen(result.ExitCode == 0, "the scheduler let this client send in time");
        Assert.True(result.ExitCode == 4, result.Stdout + result.Stderr);
        Assert.Contains("NOT VALID", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("sends late", result.Stdout.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private sealed class Hogs : IDisposable
    {
        private readonly List<Process> _processes = [];

        public static Hogs Start(int count, int? core)
        {
            var hogs = new Hogs();
            for (var i = 0; i < count; i++)
            {
                string[] command = [.. core is { } at ? new[] { "taskset", "-c", $"{at}" } : [], "sh", "-c", "while :; do :; done"];
                hogs._processes.Add(Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!);
            }
            return hogs;
        }

        public void Dispose()
        {
            foreach (var process in _processes)
            {
                process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }
    }
}
