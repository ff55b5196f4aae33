using System.Text.Json;
using VllmStream.Tests.Cluster.Harness;
using VllmStream.Tests.EndToEnd.Findings;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>Agents that reach the same server by other ways: the requests of some are told by a header of theirs, and are answered 60 ms later.</summary>
[Trait("transport", "any")]
public sealed class SkewTests : IAsyncLifetime
{
    private const double NearMs = 30;
    private const double DetourMs = 60;
    private const string Way = "X-Way";

    private readonly ScriptedServer _server = ScriptedServer.Start(static request => request.IsPost ? Reply.Chat(request.Header(Way) is null ? NearMs : NearMs + DetourMs, 2, 4) : null);
    private readonly List<AgentProcess> _agents = [];
    private Broker? _broker;

    public async ValueTask InitializeAsync()
    {
        if (Brokers.AreHere)
            _broker = await Broker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            agent.Dispose();
        _server.Dispose();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    [Fact]
    [Trait(FindingTests.Trait, "agent_skew")]
    public async Task Agent_on_a_long_way_is_named()
    {
        using var run = await RunAsync(("a1", "", false), ("a2", "", false), ("a3", "", true));
        var finding = Assert.Single(FindingsOf(run, "agent_skew"));
        Assert.StartsWith("agent a3 (share 3) sees TTFT p50 ", finding.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(FindingsOf(run, "region_skew"));
    }

    [Fact]
    [Trait(FindingTests.Trait, "region_skew")]
    public async Task Region_on_a_long_way_is_named_and_its_agents_are_not()
    {
        using var run = await RunAsync(("a1", "eu", false), ("a2", "us", true), ("a3", "eu", false));
        var finding = Assert.Single(FindingsOf(run, "region_skew"));
        var text = finding.GetProperty("text").GetString()!;
        Assert.Contains(" ms from us and ", text, StringComparison.Ordinal);
        Assert.Contains("as distance makes it", text, StringComparison.Ordinal);
        Assert.InRange(finding.GetProperty("evidence").GetProperty("difference_ms").GetDouble(), DetourMs * 0.6, DetourMs * 2);
        Assert.Empty(FindingsOf(run, "agent_skew"));
    }

    [Fact]
    public async Task Agents_on_the_same_way_are_told_nothing_of_it()
    {
        using var run = await RunAsync(("a1", "eu", false), ("a2", "us", false), ("a3", "eu", false));
        Assert.Empty(FindingsOf(run, "agent_skew"));
        Assert.Empty(FindingsOf(run, "region_skew"));
    }

    private async Task<SpreadRun> RunAsync(params (string Name, string Region, bool GoesRound)[] agents)
    {
        string[] link = ["--nats", Brokers.Required(_broker).Url];
        foreach (var (name, region, goesRound) in agents)
            _agents.Add(await AgentProcess.StartAsync(name, link, [.. region.Length > 0 ? ["--region", region] : Array.Empty<string>(), .. goesRound ? ["--header", $"{Way}: round"] : Array.Empty<string>()]));
        var run = await SpreadRun.RunAsync(_server.Url, link, ["--agents", "3", "-r", "120", "-n", "360", "--warmup", "0", "--metrics", "none"]);
        run.AssertValid();
        Assert.Equal(360, run.File.Summary.Sent);
        return run;
    }

    private static IEnumerable<JsonElement> FindingsOf(SpreadRun run, string code) => run.File.Summary.Line.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("code").GetString() == code);
}
