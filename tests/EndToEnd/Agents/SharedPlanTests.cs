using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>Four agents send what one process would have sent: the same bodies, planned for the same instants, and their histograms are one.</summary>
[Trait("transport", "any")]
public sealed class SharedPlanTests(AgentGroup group) : IClassFixture<AgentGroup>
{
    private static readonly string[] OpenLoop = ["-r", "40", "--arrival", "poisson", "-d", "2s", "--warmup", "1s", "--seed", "7", "--isl", "40..80", "--osl", "4..12", "--metrics", "none"];

    [Fact]
    public async Task Open_loop_of_four_agents_has_the_bodies_and_the_instants_of_one_process_and_their_histograms_add_up()
    {
        using var alone = ScriptedServer.Start(Reply);
        using var spread = ScriptedServer.Start(Reply);
        using var first = await AloneAsync(alone.Url, OpenLoop);
        using var run = await SpreadRun.RunAsync(spread.Url, group.Link, [.. OpenLoop, "--agents", "4"]);
        run.AssertValid();
        AssertSameBodies(alone, spread, 90);

        // The end of the warm-up is at a planned instant after the start, and so is every request.
        var records = group.Agents.Select(agent => agent.Records(run.Id)).ToList();
        Assert.Equal(Instants(first.File), records.SelectMany(Instants).OrderBy(instant => instant.Id), new InstantComparer());
        for (var share = 0; share < 4; share++)
            Assert.All(records[share].Requests, request => Assert.Equal(share, request.Id % 4));

        // The seconds of the file are those of the load, and together they have every request.
        var (seconds, phases) = (run.File.OfType("interval").ToList(), run.File.OfType("phase").ToDictionary(phase => phase.GetProperty("phase").GetString()!, phase => phase.GetProperty("at_ms").GetDouble()));
        Assert.Equal(seconds.Select((_, number) => phases["warmup"] + 1_000.0 * number), seconds.Select(second => second.GetProperty("from_ms").GetDouble()), (expected, actual) => Math.Abs(expected - actual) < 0.01);
        Assert.Equal(records.Sum(file => file.Requests.Count), seconds.Sum(second => second.GetProperty("sent").GetInt64()));
        Assert.InRange(phases["running"] - phases["warmup"], 1_000, 1_000 + 400);

        // Without its summary a file is counted anew, request by request.
        var union = await CountedAnewAsync(run);
        var merged = run.File.Summary.Line;
        Assert.Equal(union.GetProperty("histograms").GetRawText(), merged.GetProperty("histograms").GetRawText());
        Assert.Equal(union.GetProperty("metrics").GetRawText(), merged.GetProperty("metrics").GetRawText());
        var measured = records.SelectMany(file => file.Requests).Where(request => request.Phase == "running").ToList();
        Assert.Equal((measured.Count, measured.Count), (run.File.Summary.Sent, run.File.Summary.Metric("ttft_ms").N));
        Assert.Equal(measured.Max(request => request.TtftMs), run.File.Summary.Metric("ttft_ms").Max);
        Assert.Equal(records.Select(file => (long?)file.Summary.Sent), run.Agents.Select(agent => (long?)agent.GetProperty("sent").GetInt64()));
    }

    [Fact]
    public async Task Closed_loop_of_four_agents_has_the_bodies_of_one_process()
    {
        string[] load = ["-c", "8", "-n", "60", "--warmup", "0", "--seed", "11", "--isl", "20..60", "--osl", "4..8", "--metrics", "none"];
        using var alone = ScriptedServer.Start(Reply);
        using var spread = ScriptedServer.Start(Reply);
        using var first = await AloneAsync(alone.Url, load);
        using var run = await SpreadRun.RunAsync(spread.Url, group.Link, [.. load, "--agents", "4"]);
        run.AssertValid();
        AssertSameBodies(alone, spread, 60);
        Assert.Equal(60, run.File.Summary.Sent);
        // Two of each at a time, on the clock of all: what lies between an answer and the next request is short.
        Assert.InRange(run.File.Summary.Line.GetProperty("totals").GetProperty("in_flight_max").GetInt32(), 5, 8);
        Assert.Equal([15, 15, 15, 15], run.Agents.Select(agent => agent.GetProperty("sent").GetInt32()));
    }

    [Fact]
    public async Task Simulator_logs_the_same_requests_of_four_agents_and_of_one_process()
    {
        using var simulator = await RunningSimulator.StartAsync("-m", "m", "--ttft", "5ms", "--itl", "1ms");
        string[] load = ["-r", "40", "--arrival", "poisson", "-n", "60", "--warmup", "0", "--seed", "3", "--isl", "20..200", "--osl", "4..20", "--ignore-eos"];
        using var first = await AloneAsync(simulator.Url, load);
        using var run = await SpreadRun.RunAsync(simulator.Url, group.Link, [.. load, "--agents", "4"]);
        run.AssertValid();
        var expected = Logged(simulator, first.File.RunStarted.GetProperty("run").GetString()!);
        Assert.Equal(Enumerable.Range(0, 60), expected.Select(one => one.Number));
        Assert.True(expected.DistinctBy(one => (one.PromptTokens, one.Tokens)).Count() > 20);
        Assert.Equal(expected, Logged(simulator, run.Id));
    }

    [Fact]
    public async Task Files_of_a_run_travel_with_it()
    {
        using var alone = ScriptedServer.Start(Reply);
        using var spread = ScriptedServer.Start(Reply);
        using var folder = new TempFolder();
        folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 23).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"prompt\":\"question {i} of a file\"}}\n"))));
        var scenario = folder.Write("mine.yaml", $"""
            name: mine
            tasks:
              - name: from_file
                weight: 2
                prompts_file: questions.jsonl
                max_tokens: 5..9
              - name: written
                prompt: written in the scenario
                max_tokens: 7
            """);
        string[] load = ["-f", scenario, "-r", "30", "-n", "40", "--warmup", "0", "--seed", "5", "--metrics", "none"];
        using var first = await AloneAsync(alone.Url, load);
        using var run = await SpreadRun.RunAsync(spread.Url, group.Link, [.. load, "--agents", "4", "--collect"]);
        run.AssertValid();
        AssertSameBodies(alone, spread, 40);
        Assert.Contains(spread.Posts, post => post.Request.Body.Contains("question 1 of a file", StringComparison.Ordinal));
        // The records were collected, byte for byte, and the copies of the files are gone.
        Assert.All(Enumerable.Range(0, 4), share => Assert.Equal(File.ReadAllBytes(group.Agents[share].RecordsPath(run.Id)), File.ReadAllBytes(run.Folder.File($"run-0{share + 1}.ndjson"))));
        Assert.All(group.Agents, agent => Assert.Empty(Directory.GetDirectories(agent.Folder.Path)));
    }

    private static Reply? Reply(ScriptedRequest request) => request.IsPost ? Harness.Reply.Chat(2, 1, 3) : null;

    private static async Task<SpreadRun> AloneAsync(string url, IEnumerable<string> load)
    {
        using var run = StartedRun.Start(url, [], load);
        var ended = await run.EndAsync();
        Expect.Exit(0, ended.Process);
        return ended;
    }

    private static List<(int Number, int PromptTokens, int Tokens)> Logged(RunningSimulator simulator, string run) =>
    [
        .. simulator.Logs().Select(log => (Id: log.GetProperty("request").GetString()!.Split('-'), Log: log)).Where(one => one.Id[0] == run)
            .Select(one => (int.Parse(one.Id[1], CultureInfo.InvariantCulture), one.Log.GetProperty("prompt_tokens").GetInt32(), one.Log.GetProperty("sequences")[0].GetProperty("tokens").GetInt32()))
            .Order(),
    ];

    // By the number in the plan, which stands behind the run's id.
    private static void AssertSameBodies(ScriptedServer alone, ScriptedServer spread, int atLeast)
    {
        var expected = Bodies(alone);
        Assert.True(expected.Count >= atLeast, $"{expected.Count} requests");
        Assert.Equal(expected, Bodies(spread));
    }

    private static List<(long Number, string Body)> Bodies(ScriptedServer server) =>
        [.. server.Posts.Select(post => (Number: long.Parse(post.Request.Header("X-Request-Id")!.Split('-')[1], CultureInfo.InvariantCulture), post.Request.Body)).OrderBy(pair => pair.Number)];

    // Since the window began, which is the start and the length of the warm-up.
    private static IEnumerable<(long Id, double SinceMs)> Instants(RunFile file)
    {
        var window = file.OfType("phase").Single(phase => phase.GetProperty("phase").GetString() == "running").GetProperty("at_ms").GetDouble();
        return file.Requests.Select(request => (request.Id, request.ScheduledMs - window));
    }

    private async Task<System.Text.Json.JsonElement> CountedAnewAsync(SpreadRun run)
    {
        foreach (var agent in group.Agents)
        {
            var lines = await File.ReadAllLinesAsync(agent.RecordsPath(run.Id), TestContext.Current.CancellationToken);
            Assert.Contains("\"type\":\"summary\"", lines[^1], StringComparison.Ordinal);
            await File.WriteAllLinesAsync(run.Folder.File($"cut-{agent.Name}.ndjson"), lines[..^1], TestContext.Current.CancellationToken);
        }

        var report = await Vllmstream.RunAsync(run.Folder, ["report", .. group.Agents.Select(agent => $"cut-{agent.Name}.ndjson"), "--json", "-"]);
        using var document = System.Text.Json.JsonDocument.Parse(report.Stdout);
        return document.RootElement.Clone();
    }

    /// <summary>Both ends of a difference are written to the microsecond, so the difference is right to one.</summary>
    private sealed class InstantComparer : IEqualityComparer<(long Id, double SinceMs)>
    {
        public bool Equals((long Id, double SinceMs) x, (long Id, double SinceMs) y) => x.Id == y.Id && Math.Abs(x.SinceMs - y.SinceMs) < 0.0011;

        public int GetHashCode((long Id, double SinceMs) obj) => obj.Id.GetHashCode();
    }
}
