using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Findings;

/// <summary>Every rule with a run that it is about, and one close by that it is not.</summary>
public sealed class FindingRuleTests
{
    public static TheoryData<string> Codes { get; } = [.. FindingTable.All.Select(rule => rule.Code)];

    [Fact]
    public void Run_that_suffers_from_nothing_has_no_finding() => Assert.Empty(Diagnosis.Of(Healthy).Findings);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Rule_speaks_of_its_case_with_numbers_and_not_of_the_one_close_by(string code)
    {
        var (sick, closeBy) = CasesOf(code);
        var finding = FindingTable.Find(code)!.Judge(sick);
        Assert.NotNull(finding);
        Assert.Equal(code, finding.Code);
        Assert.NotEmpty(finding.Evidence!);
        Assert.NotNull(finding.Advice);
        Assert.All(finding.Evidence!.Values, value => Assert.True(double.IsFinite(value)));
        Assert.Contains(finding.Level, (string[])["info", "warning", "invalid"]);
        Assert.Null(FindingTable.Find(code)!.Judge(closeBy));
    }

    [Fact]
    public void At_most_five_are_given_the_worst_first_and_notes_follow()
    {
        var summary = Healthy with
        {
            Client = new ClientHealthReport { InvalidReasons = ["sends late"] },
            Server = Server with { Counts = new ServerCounts { Preemptions = 3 }, KvCacheMaxRatio = 1, WaitingMean = 9, RunningMean = 10 },
            Totals = Healthy.Totals with { ErrorRatio = 0.5, Failed = 100, Failures = [new FailureFigures("reset", 100, null)], StreamShape = StreamShapeFigures.Of(0, 0, 100, 0, 0, 0), FirstTtftP50Ms = 900 },
            Findings = [new Finding("warning", "clamped", "a note")],
        };
        var found = Diagnosis.Of(summary).Findings.Select(finding => finding.Code);
        Assert.Equal(["client_limit", "failures", "preemption", "buffered", "queueing", "clamped"], found);
        Assert.Equal(found, Diagnosis.Of(Diagnosis.Of(summary)).Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(900, 500)]
    [InlineData(2_400, 2_500)]
    public void Level_that_was_only_passed_on_the_way_to_another_proves_no_collapse(double lastedMs, double e2eMs)
    {
        var passed = Level(12, 500) with { ToMs = lastedMs };
        var summary = Metrics(metrics => metrics with { E2eMs = Block(e2eMs, e2eMs) }) with { Levels = [Level(8, 1_000), passed, Level(16, 1_000)] };
        Assert.Null(FindingTable.Find("throughput_collapse")!.Judge(summary));
        Assert.NotNull(FindingTable.Find("throughput_collapse")!.Judge(summary with { Levels = [Level(8, 1_000), passed with { ToMs = 2_600 }] }));
    }

    private static RunSummary Healthy { get; } = new()
    {
        Run = SummaryFactory.Description(groups: ["short", "long"]),
        Judgement = new Judgement(Verdict.Valid, 0, null, "every check passed"),
        Totals = new RunTotals
        {
            Requests = 200, Ok = 200, ErrorRatio = 0, PromptTokens = 20_000, CachedTokens = 100, OutputTokens = 20_000, TokensPerEvent = 1, InFlightP50 = 8, InFlightMax = 9, ConnectionsNew = 8, ConnectionsReused = 192, FirstTtftP50Ms = 110,
            StreamShape = StreamShapeFigures.Of(200, 0, 0, 0, 0, 0), Smoothness = Smooth(0),
            Steady = new ThroughputFigures { DurationMs = 60_000, Sent = 200, Requests = 198, SentPerS = 10, RequestsPerS = 9.9 },
            Warnings = new Dictionary<string, long> { ["short_output"] = 3 },
        },
        Metrics = new MetricBlocks { TtftMs = Block(100, 180), WaitMs = Block(0.1, 0.4), E2eMs = Block(2_000, 3_000) },
        Groups = new Dictionary<string, GroupSummary> { ["short"] = Group(100, 250), ["long"] = Group(300, 500, tokens: 100_000) },
        Client = new ClientHealthReport { SendLagP99Ms = 0.1, ReadLagP99Ms = 0.1, CpuRatio = 0.1, Cores = 2 },
        Server = Server,
    };

    private static ServerSummary Server { get; } = new()
    {
        KvCacheMaxRatio = 0.6, RunningMean = 8, WaitingMean = 0.1, Counts = new ServerCounts { Preemptions = 0, Requests = 200 },
        Gpu = new GpuSummary { UtilisationRatio = 0.9 },
        Replicas = [new ReplicaSummary { Source = "http://a:1/metrics", Counts = new ServerCounts { Requests = 110 } }, new ReplicaSummary { Source = "http://b:1/metrics", Counts = new ServerCounts { Requests = 90 } }],
    };

    private static (RunSummary Sick, RunSummary CloseBy) CasesOf(string code) => code switch
    {
        "client_limit" => (Healthy with { Client = Healthy.Client! with { InvalidReasons = ["reads late by 9 ms at p99"] } }, Healthy),
        "sends_late" => (Metrics(metrics => metrics with { WaitMs = Block(1, 11) }), Metrics(metrics => metrics with { WaitMs = Block(1, 9) })),
        "failures" => (Totals(totals => totals with { Failed = 3, ErrorRatio = 0.015, Failures = [new FailureFigures("reset", 3, null)] }), Totals(totals => totals with { Failed = 1, ErrorRatio = 0.005, Failures = [new FailureFigures("reset", 1, null)] })),
        "throughput_collapse" => (Healthy with { Levels = [Level(8, 1_000), Level(16, 890)] }, Healthy with { Levels = [Level(8, 1_000), Level(16, 920)] }),
        "preemption" => (Served(server => server with { Counts = new ServerCounts { Preemptions = 1 } }), Served(server => server with { Counts = new ServerCounts { Preemptions = 0 }, KvCacheMaxRatio = 1 })),
        "queue_grows" => (Behind(9.4), Behind(9.6)),
        "buffered" => (Shape(90, 0, 110), Shape(110, 0, 90)),
        "batched" => (Shape(90, 110, 0), Shape(110, 90, 0)),
        "stalls" => (Totals(totals => totals with { Smoothness = Smooth(1) }), Totals(totals => totals with { Smoothness = Smooth(1) with { Requests = 201 } })),
        "gpu_idle" => (Idle(0.3, 3), Idle(0.3, 6)),
        "uneven_replicas" => (Uneven(120, 80), Uneven(115, 85)),
        "agent_skew" => (Agents(240), Agents(149)),
        "kv_cache_full" => (Served(server => server with { KvCacheMaxRatio = 0.96 }), Served(server => server with { KvCacheMaxRatio = 0.94 })),
        "queueing" => (Served(server => server with { WaitingMean = 1.1 }), Served(server => server with { WaitingMean = 0.9 })),
        "long_hurt_short" => (Groups(Group(100, 320), Group(300, 500, tokens: 40_001)), Groups(Group(100, 299), Group(300, 500, tokens: 40_001))),
        "connection_churn" => (Totals(totals => totals with { ConnectionsNew = 40, ConnectionsReused = 160 }), Totals(totals => totals with { ConnectionsNew = 39, ConnectionsReused = 161 })),
        "cold_start" => (Totals(totals => totals with { FirstTtftP50Ms = 210 }), Totals(totals => totals with { FirstTtftP50Ms = 190 })),
        "prefix_cache" => (Totals(totals => totals with { CachedTokens = 4_000 }), Totals(totals => totals with { CachedTokens = 3_900 })),
        "short_output" => (Totals(totals => totals with { Warnings = new Dictionary<string, long> { ["short_output"] = 20 } }), Totals(totals => totals with { Warnings = new Dictionary<string, long> { ["short_output"] = 19 } })),
        "too_few_samples" => (Healthy with { Checks = [Check(null, "p99")] }, Healthy with { Checks = [Check(180, "p99"), Check(null, null)] }),
        "region_skew" => (Agents(240), Agents(125)),
        "several_tokens" => (Totals(totals => totals with { TokensPerEvent = 1.06 }), Totals(totals => totals with { TokensPerEvent = 1.04 })),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "has no case"),
    };

    private static RunSummary Totals(Func<RunTotals, RunTotals> change) => Healthy with { Totals = change(Healthy.Totals) };

    private static RunSummary Metrics(Func<MetricBlocks, MetricBlocks> change) => Healthy with { Metrics = change(Healthy.Metrics) };

    private static RunSummary Served(Func<ServerSummary, ServerSummary> change) => Healthy with { Server = change(Server) };

    private static RunSummary Groups(GroupSummary small, GroupSummary large) => Healthy with { Groups = new Dictionary<string, GroupSummary> { ["short"] = small, ["long"] = large } };

    private static RunSummary Shape(long streamed, long batched, long buffered) => Totals(totals => totals with { StreamShape = StreamShapeFigures.Of(streamed, batched, buffered, 0, 8 * batched, 160 * batched) });

    private static RunSummary Idle(double busy, double running) => Served(server => server with { Gpu = new GpuSummary { UtilisationRatio = busy }, RunningMean = running });

    private static RunSummary Uneven(double most, double least) => Served(server => server with
    {
        Replicas = [new ReplicaSummary { Source = "http://a:1/metrics", Counts = new ServerCounts { Requests = most } }, new ReplicaSummary { Source = "http://b:1/metrics", Counts = new ServerCounts { Requests = least } }],
    });

    // Three in eu, of which the last sees this, and one in us that sees it too.
    private static RunSummary Agents(double ttftMs)
    {
        var spread = SpreadFactory.Of(SpreadFactory.Agent(1, "eu"), SpreadFactory.Agent(2, "eu"), SpreadFactory.Agent(3, "eu", ttftMs), SpreadFactory.Agent(4, "us", ttftMs));
        return Healthy with { Agents = spread.Agents, Regions = spread.Regions };
    }

    private static RunSummary Behind(double done) => Totals(totals => totals with
    {
        InFlightP50 = 8,
        InFlightMax = 20,
        InFlightGrowthPerS = 0.5,
        InFlightGrowthErrorPerS = 0.1,
        Steady = new ThroughputFigures { DurationMs = 60_000, Sent = 600, Requests = (long)Math.Round(done * 60), SentPerS = 10, RequestsPerS = done },
    }) with
    {
        Run = Healthy.Run with { Load = new LoadDescription { Kind = "open", RatePerS = 10, Seed = 1 } },
    };

    private static MetricBlock Block(double p50, double p99) => new() { N = 200, Mean = p50, Min = p50 / 2, P50 = p50, P90 = p99, P99 = p99, Max = p99 };

    private static GroupSummary Group(double p50, double p99, long tokens = 10_000) => new() { Requests = 100, Ok = 100, PromptTokens = tokens, TtftMs = Block(p50, p99) };

    private static LevelFigures Level(double level, double tokens) => new(level, 0, 10_000, 100, 100, 100, 200, tokens);

    private static SmoothnessFigures Smooth(int stalled) => new() { Requests = 200, Stalls = stalled, StalledRequests = stalled, LongestStallMs = stalled == 0 ? null : 900, StalledMs = 900 * stalled, StreamingMs = 400_000, StalledRatio = 0.002 * stalled };

    private static CheckResult Check(double? value, string? statistic) => new("ttft.p99 < 800ms", value is not null, value, "ms", value is null ? "p99 needs 100 samples, there are 40" : null, null, "ttft", statistic, ComparisonOperator.Less, 800);
}
