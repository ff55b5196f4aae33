using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A run over three agents of a region of its own, of which the second one is killed or stopped, and all that is known of it afterwards.</summary>
internal sealed class LostAgentCase : IDisposable
{
    /// <summary>Planned requests, one each <see cref="EveryMs"/>.</summary>
    public const int Requests = 210;

    public const double EveryMs = 1000.0 / 30;

    // A build that is compiled as it runs needs the cores until its load begins, and four agents would be silent beside it; a native one needs next to nothing.
    private static readonly SemaphoreSlim Starting = new(Environment.GetEnvironmentVariable("VLLMSTREAM_EXE") is { Length: > 0 } ? 5 : 1);

    private LostAgentCase(ScriptedServer server, IReadOnlyList<AgentProcess> agents) => (Server, Agents) = (server, agents);

    public ScriptedServer Server { get; }

    public IReadOnlyList<AgentProcess> Agents { get; }

    public StartedRun Started { get; private set; } = null!;

    /// <summary>How it ended.</summary>
    public SpreadRun Run { get; private set; } = null!;

    /// <summary>The name of the agent that something happens to.</summary>
    public string Victim => Agents[1].Name;

    /// <summary>When it happened, by the clock of the run's file.</summary>
    public double HitMs { get; private set; }

    /// <summary>When the first request arrived, on the monotonic clock: every other is due that much later.</summary>
    public long FirstTicks => Server.Posts.Min(post => post.Arrived);

    /// <summary>Numbers of the requests that reached the server, by the run that they are of.</summary>
    public ILookup<string, int> Arrived => Server.Posts.Select(post => post.Request.Header("X-Request-Id")!.Split('-')).ToLookup(id => id[0], id => int.Parse(id[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Its server and its agents.</summary>
    /// <param name="link">The broker.</param>
    /// <param name="region">Where its agents are; also the beginning of their names.</param>
    public static async Task<LostAgentCase> PrepareAsync(IReadOnlyList<string> link, string region) => new(
        ScriptedServer.Start(request => request.IsPost ? Reply.Chat(2, 1, 3) : null),
        await AgentProcess.StartAllAsync(Enumerable.Range(1, 3).Select(i => $"{region}{i}"), link, "--region", region));

    /// <summary>Runs it, does something to the second agent a second after the load began, and waits for the end.</summary>
    /// <param name="link">The broker.</param>
    /// <param name="policy">What <c>--on-agent-loss</c> says.</param>
    /// <param name="hit">The deed.</param>
    /// <param name="afterwards">What else is done while it goes on.</param>
    public async Task PlayAsync(IReadOnlyList<string> link, string policy, Action<VllmstreamProcess> hit, Func<LostAgentCase, Task>? afterwards = null)
    {
        var region = Victim[..1];
        await Starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            Started = StartedRun.Start(Server.Url, [.. link, "--region", $"{region}=3", "--on-agent-loss", policy], ["-r", "30", "--arrival", "constant", "-n", $"{Requests}", "--warmup", "0", "--isl", "8", "--osl", "4", "--metrics", "none"]);
            await Started.PhaseAsync("running");
        }
        finally
        {
            Starting.Release();
        }

        await Wait.UntilAsync(() => Server.Posts.Count >= 25);
        var started = RunFile.Read(Started.Folder.File("run.ndjson")).RunStarted;
        hit(Agents[1].Process);
        HitMs = Monotonic.ToMs(Monotonic.Now) - started.GetProperty("monotonic_us").GetDouble() / 1000;
        if (afterwards is not null)
            await afterwards(this);
        Run = await Started.EndAsync();
    }

    /// <summary>Milliseconds from the deed to the first note with this code.</summary>
    public double NoticedAfterMs(string code) => Run.File.Notes.First(note => note.GetProperty("code").GetString() == code).GetProperty("t_ms").GetDouble() - HitMs;

    /// <summary>From the first request to an instant of the run's file.</summary>
    public double SinceFirstMs(double atMs) => atMs - (Monotonic.ToMs(FirstTicks) - Run.File.RunStarted.GetProperty("monotonic_us").GetDouble() / 1000);

    /// <summary>The text of the first note with this code.</summary>
    public string? Note(string code) => Run.File.Notes.Where(note => note.GetProperty("code").GetString() == code).Select(note => note.GetProperty("text").GetString()).FirstOrDefault();

    /// <summary>Shares with a result: what the run counts is what their records say, to the request.</summary>
    public void AssertTotalsAreThoseOfTheRecords(params IEnumerable<int> shares)
    {
        var files = shares.Select(share => Agents[share].Records(Run.Id)).ToList();
        Assert.Equal(files.Sum(file => file.Requests.Count), Run.File.Summary.Sent);
        var totals = Run.File.Summary.Line.GetProperty("totals");
        Assert.Equal(files.Sum(file => file.Requests.Count(request => request.Outcome == "ok")), totals.GetProperty("ok").GetInt32());
        Assert.Equal(files.Sum(file => file.Requests.Count(request => request.TtftMs is not null)), Run.File.Summary.Metric("ttft_ms").N);
    }

    public void Dispose()
    {
        Started?.Dispose();
        Run?.Dispose();
        foreach (var agent in Agents)
            agent.Dispose();
        Server.Dispose();
    }
}
