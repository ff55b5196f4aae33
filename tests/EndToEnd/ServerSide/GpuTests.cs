using System.Diagnostics;

namespace VllmStream.Tests.EndToEnd.ServerSide;

/// <summary>GPU readings beside a run, from a program of the name nvidia-smi that the test writes, and from an exporter.</summary>
[Trait("transport", "any")]
public sealed class GpuTests
{
    [Fact]
    public async Task Readings_of_nvidia_smi_are_in_file_and_summary_and_the_program_is_gone()
    {
        using var programs = new TempFolder();
        NvidiaSmi.Write(programs, """
            echo $$ > "$(dirname "$0")/pid"
            while :; do
              echo "0, NVIDIA L4, 80, 1024, 2048, 70.5, 60"
              echo "1, NVIDIA L4, [N/A], 10, 2048, [N/A], 40"
              sleep 0.3
            done
            """);
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null);
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", server.Url, "-m", "m", "-c", "1", "-d", "3s", "--warmup", "0", "-o", "run.ndjson"], 30, NvidiaSmi.OnPath(programs));
        Expect.Exit(0, run);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Contains(file.OfType("server"), line => line.GetProperty("source").GetString() == "nvidia-smi" && line.GetProperty("gpu").GetArrayLength() == 2);
        var gpu = file.Summary.Line.GetProperty("server").GetProperty("gpu");
        Assert.Equal((1, 0.8, 70.5), (gpu.GetProperty("busy").GetInt32(), gpu.GetProperty("utilisation_ratio").GetDouble(), gpu.GetProperty("power_w").GetDouble()));
        Assert.True(gpu.GetProperty("output_tokens_per_joule").GetDouble() > 0);
        Assert.Contains("gpu      1 of 2 busy (NVIDIA L4)   util 80%", run.Stdout, StringComparison.Ordinal);
        Assert.True(IsGone(int.Parse(await File.ReadAllTextAsync(programs.File("pid"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Driver_that_fails_is_one_note()
    {
        using var programs = new TempFolder();
        NvidiaSmi.Write(programs, "echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9");
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null);
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", server.Url, "-m", "m", "-c", "1", "-d", "2s", "--warmup", "0", "-o", "run.ndjson"], 30, NvidiaSmi.OnPath(programs));
        Expect.Exit(0, run);
        var note = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Notes, n => n.GetProperty("code").GetString() == "gpu");
        Assert.Contains("NVIDIA-SMI has failed", note.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exporter_is_read_where_it_is_named()
    {
        using var exporter = ScriptedServer.Start(r => r.Path == "/metrics"
            ? Reply.Document("text/plain", "DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",modelName=\"NVIDIA A100\"} 93\nDCGM_FI_DEV_POWER_USAGE{gpu=\"0\"} 412\n")
            : null);
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["-c", "1", "-d", "3s", "--gpu", exporter.Url]);
        Expect.Exit(0, played.Process);
        var gpu = played.File.Summary.Line.GetProperty("server").GetProperty("gpu");
        Assert.Equal((exporter.Url + "/metrics", 0.93), (gpu.GetProperty("source").GetString(), gpu.GetProperty("utilisation_ratio").GetDouble()));
    }

    [Fact]
    public async Task Node_exporter_tells_of_the_servers_machine()
    {
        var looks = 0;
        using var exporter = ScriptedServer.Start(r => r.Path == "/metrics" ? Reply.Document("text/plain", Node(Interlocked.Increment(ref looks))) : null);
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["-c", "1", "-d", "4s", "--gpu", exporter.Url]);
        Expect.Exit(0, played.Process);
        var server = played.File.Summary.Line.GetProperty("server");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, server.GetProperty("gpu").ValueKind);
        var host = Assert.Single(server.GetProperty("hosts").EnumerateArray());
        // Every look one busy second more, of four.
        Assert.Equal((exporter.Url + "/metrics", 0.25, 300.0), (host.GetProperty("source").GetString(), host.GetProperty("cpu_ratio").GetDouble(), host.GetProperty("memory_used_bytes").GetDouble()));
        Assert.True(host.GetProperty("net_received_bytes_per_s").GetDouble() > 0);
        Assert.Contains(played.File.OfType("server"), line => line.GetProperty("hosts").GetArrayLength() == 1);
        Assert.Contains("host     cpu 25%", played.Process.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain(played.File.Notes, note => note.GetProperty("code").GetString() == "gpu");

        static string Node(int look) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            node_cpu_seconds_total{cpu="0",mode="idle"} {{3 * look}}
            node_cpu_seconds_total{cpu="0",mode="user"} {{look}}
            node_memory_MemTotal_bytes 1000
            node_memory_MemAvailable_bytes 700
            node_network_receive_bytes_total{device="eth0"} {{1_000_000 * look}}
            node_network_transmit_bytes_total{device="eth0"} {{1_000_000 * look}}

            """);
    }

    private static bool IsGone(int id)
    {
        try
        {
            return Process.GetProcessById(id).HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
