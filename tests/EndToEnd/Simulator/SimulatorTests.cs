using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Simulator;

[Trait("case", "sim")]
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class SimulatorTests
{
    [Fact]
    public async Task Run_against_the_embedded_simulator_is_valid()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "--sim", "-c", "4", "-n", "20", "--osl", "16", "-o", "run.ndjson", "--ui", "none"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        var measured = file.Requests.Where(r => r.Phase != "warmup").ToList();
        Assert.Equal(20, measured.Count);
        Assert.All(measured, r => Expect.Outcome("ok", r));
        Assert.All(measured, r => Assert.InRange(r.OutputTokens!.Value, 1, 16));
        Assert.All(measured, r => Assert.True(r.TtftMs > 0));
        Assert.Equal(20, file.Summary.Metric("ttft_ms").N);
    }

    [Fact]
    public async Task Simulator_as_a_server_serves_runs_and_probes()
    {
        using var simulator = await RunningSimulator.StartAsync();
        using var runs = new TempFolder();
        var run = await Vllmstream.RunAsync(runs, ["run", simulator.Url["http://".Length..], "-r", "10", "-d", "2s", "--osl", "8", "-o", "run.ndjson", "--ui", "none"], timeoutSeconds: 60);
        Expect.Exit(0, run);
        Assert.Contains(RunFile.Read(runs.File("run.ndjson")).Requests, r => r.Outcome == "ok");

        var probe = await Vllmstream.RunAsync(runs, ["probe", simulator.Url]);
        Expect.Exit(0, probe);
        Assert.Contains("first", probe.Stdout, StringComparison.OrdinalIgnoreCase);

        simulator.Process.Signal(VllmstreamProcess.SigInt);
        var ended = await simulator.Process.WaitAsync(10);
        Assert.DoesNotContain("   at ", ended.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_against_a_preset_finds_its_capacity()
    {
        using var folder = new TempFolder();
        // 8 places, each held for 8 steps of 25 ms: 40 requests/s, and 16 in flight are twice what it takes.
        var result = await Vllmstream.RunAsync(folder, ["run", "--sim", "--preset", "analytic", "-c", "16", "-n", "80", "--osl", "8", "--ignore-eos", "-o", "run.ndjson", "--ui", "none"], timeoutSeconds: 60);
        Assert.True(result.ExitCode == 0, result.Stderr);
        var measured = RunFile.Read(folder.File("run.ndjson")).Requests.Where(r => r.Phase != "warmup").ToList();
        Assert.All(measured, r => Expect.Outcome("ok", r));
        Assert.All(measured, r => Assert.Equal(8, r.OutputTokens));
        // Half of them wait for a place: the one before has it for 200 ms, and the first token takes a step.
        Assert.InRange(measured.Select(r => r.TtftMs!.Value).Order().ElementAt(measured.Count / 2), 25, 2000);
        Assert.True(measured.Max(r => r.TtftMs) > 200);
    }

    [Fact]
    public async Task Simulator_as_a_server_serves_its_metrics_and_its_log()
    {
        using var simulator = await RunningSimulator.StartAsync("--preset", "moe", "--stall", "50ms:100%", "--stream-interval", "4", "--vllm-version", "0.16.0");
        using var client = new HttpClient();
        using var answer = await client.PostAsync(
            simulator.Url + "/v1/completions",
            new StringContent("{\"prompt\":\"hello\",\"stream\":true,\"max_tokens\":9,\"ignore_eos\":true,\"request_id\":\"r1\"}", System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        // Chunks of 1, 4 and 4 tokens, and [DONE].
        Assert.Equal(4, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("data: ").Length - 1);
        var sequence = simulator.Logs("cmpl-r1")[0].GetProperty("sequences")[0];
        Assert.Equal((9, 1), (sequence.GetProperty("tokens").GetInt32(), sequence.GetProperty("stalls").GetArrayLength()));
        var metrics = await client.GetStringAsync(simulator.Url + "/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("vllm:num_requests_waiting_by_reason{engine=\"0\",model_name=\"sim/moe-30b-a3b\",reason=\"capacity\"} 0.0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_is_taken_is_one_line()
    {
        using var server = ScriptedServer.Start(_ => null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["sim", "--port", server.Port.ToString(CultureInfo.InvariantCulture)]);
        Assert.NotEqual(0, result.ExitCode);
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(server.Port.ToString(CultureInfo.InvariantCulture), error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_of_a_scripted_server_tells_its_timeline()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(300, 20, 4) : null);
        using var folder = new TempFolder();
        var probe = await Vllmstream.RunAsync(folder, ["probe", server.Url]);
        Expect.Exit(0, probe);
        Assert.Single(server.Posts);
        Assert.Contains(server.Log, l => l.Request.Target == "/v1/models");
        Assert.Matches("3[0-9][0-9](\\.[0-9]+)?", probe.Stdout);
    }

    [Fact]
    public async Task Probe_of_nothing_is_3()
    {
        using var folder = new TempFolder();
        Expect.Exit(3, await Vllmstream.RunAsync(folder, ["probe", $"127.0.0.1:{ScriptedServer.FreePort()}"]));
    }

    [Theory]
    [InlineData("ttft")]
    [InlineData("truncated")]
    [InlineData("99")]
    public async Task Word_is_explained_offline(string word)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["explain", word]);
        Expect.Exit(0, result);
        Assert.Contains(word, result.Stdout, StringComparison.OrdinalIgnoreCase);
    }
}
