using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Server.Gpu;
using VllmStream.Profiling.Server.Hosts;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Everything that was seen of the server and its GPUs beside the load: lines, figures for the screen, and the summary. Pure; aggregator's thread.</summary>
internal sealed class ServerBook
{
    /// <summary>Seconds of history that a snapshot carries, as of the client's own curves.</summary>
    private const int HistoryLength = 120;

    // The look at the end of the window is begun at its end, and answered a little later.
    private static readonly long EdgeTicks = Ticks.FromSeconds(1);

    private readonly long _runStartTicks;
    private readonly ServerSources _sources;
    private readonly ReplicaBook[] _replicas;
    private readonly GpuBook _gpus = new();
    private readonly HostBook _hosts = new();
    private readonly Queue<ServerPoint> _history = new();
    private readonly TtftMarks _marks = new();
    private readonly SeenPrompts _prompts = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private GaugeBook _all = new();
    private long _fromTicks = long.MaxValue;
    private long _toTicks = long.MaxValue;
    private long _intervalTicks;

    /// <summary>Prepares for a run.</summary>
    public ServerBook(long runStartTicks, ServerSources sources)
    {
        _runStartTicks = _intervalTicks = runStartTicks;
        _sources = sources;
        _replicas = [.. sources.Pages.Select(page => new ReplicaBook(page, runStartTicks))];
    }

    /// <summary>Measuring begins, or begins anew.</summary>
    public void BeginWindow(long ticks)
    {
        (_fromTicks, _toTicks, _all) = (ticks, long.MaxValue, new());
        _marks.BeginWindow();
        _gpus.BeginWindow();
        _hosts.BeginWindow();
        foreach (var replica in _replicas)
            replica.BeginWindow();
    }

    /// <summary>Nothing more is sent: from here on gauges tell of the drain.</summary>
    public void EndSending(long ticks) => _toTicks = ticks;

    /// <summary>Adds a request that has ended.</summary>
    public void Add(Recording.RequestRecord record, in RequestMetrics metrics, bool isMeasured)
    {
        _prompts.Add(record);
        _marks.Add(record, metrics, isMeasured);
    }

    /// <summary>Takes a look at a page.</summary>
    /// <returns>Its line; null when it gave no page.</returns>
    public ServerLook? Take(ServerScrape scrape)
    {
        var replica = _replicas[scrape.Replica];
        var before = replica.Newest;
        var isInWindow = scrape.AtTicks >= _fromTicks;
        var isSteady = isInWindow && (_toTicks == long.MaxValue || scrape.AtTicks <= _toTicks + EdgeTicks);
        var isFirst = replica.From is null;
        replica.Take(scrape, isInWindow, isSteady);
        if (scrape.Page is not { } page)
            return null;
        if (isInWindow && isFirst && _replicas.Count(one => one.From is not null) == 1)
            _prompts.CountFrom(scrape.AtTicks);
        if (isSteady)
            _all.Add(Pages(), SecondsAt(scrape.AtTicks));
        var since = new ServerTally();
        if (before is not null)
            since.Add(before.Page!, page);
        return LookOf(scrape, page, since);
    }

    /// <summary>Takes a GPU's reading.</summary>
    public void Take(GpuReading reading) => _gpus.Take(reading, IsSteady(reading.AtTicks));

    /// <summary>Takes a reading of a machine.</summary>
    public void Take(HostReading reading) => _hosts.Take(reading, IsSteady(reading.AtTicks));

    /// <summary>A sentence that is to be said once; null when it was.</summary>
    public string? TellOnce(string key, string text) => _told.Add(key) ? text : null;

    /// <summary>Ends an interval of about a second.</summary>
    /// <returns>A line of GPUs and machines; null when there is nothing new.</returns>
    public ServerLook? TakeInterval(long nowTicks)
    {
        var gpus = _gpus.TakeNew();
        _history.Enqueue(PointOf(nowTicks, gpus));
        if (_history.Count > HistoryLength)
            _history.Dequeue();
        _intervalTicks = nowTicks;
        foreach (var replica in _replicas)
            replica.EndInterval();
        var hosts = _hosts.TakeNew();
        return gpus.Count + hosts.Count == 0 ? null : new ServerLook { Source = _sources.Gpu ?? "", AtMs = MsAt(nowTicks), Gpus = gpus, Hosts = hosts };
    }

    /// <summary>How it stands; null when nobody looks.</summary>
    public ServerFigures? Figures(ServerContext context)
    {
        if (_replicas.Length == 0 && _sources.Gpu is null)
            return null;
        var pages = Pages();
        var newest = _replicas.Max(replica => replica.Newest?.AtTicks);
        return new ServerFigures
        {
            Name = pages.Count > 0 ? pages[0].Server : null,
            AtMs = newest is { } at ? MsAt(at) : null,
            Problem = pages.Count > 0 ? null : _replicas.Select(replica => replica.Problem).FirstOrDefault(problem => problem is not null),
            Replicas = _replicas.Length,
            Running = GaugeBook.Sum(pages, ServerMetric.Running),
            Waiting = GaugeBook.Sum(pages, ServerMetric.Waiting),
            Swapped = GaugeBook.Sum(pages, ServerMetric.Swapped),
            KvCacheRatio = GaugeBook.Mean(pages, ServerMetric.KvCache),
            Window = Summary(context)!,
            History = [.. _history],
            Gpus = _gpus.Now(),
            Hosts = _hosts.Now(),
        };
    }

    /// <summary>The window; null when nobody was to look.</summary>
    public ServerSummary? Summary(ServerContext context)
    {
        if (_replicas.Length == 0 && _sources.Gpu is null && _sources.GpuAbsence is null)
            return null;
        var pages = Pages();
        var (whole, steady) = (new ServerTally(), new ServerTally());
        foreach (var replica in _replicas)
        {
            whole.Add(replica.Whole);
            steady.Add(replica.Steady);
        }
        var first = _replicas.FirstOrDefault(replica => replica.From is not null && replica.Newest != replica.From);
        var summary = new ServerSummary
        {
            Source = _replicas.Length == 0 ? null : string.Join(", ", _sources.Pages),
            Name = pages.Count > 0 ? pages[0].Server : null,
            Scrapes = _replicas.Sum(replica => replica.Looks),
            FailedScrapes = _replicas.Sum(replica => replica.Failed),
            KvCacheP50Ratio = Rounded.OrNull(_all.KvCacheP50),
            KvCacheMaxRatio = Rounded.OrNull(_all.KvCacheMax),
            RunningMean = Rounded.OrNull(_all.Running.Mean),
            RunningMax = Rounded.OrNull(_all.Running.Max),
            WaitingMean = Rounded.OrNull(_all.Waiting.Mean),
            WaitingMax = Rounded.OrNull(_all.Waiting.Max),
            WaitingTrendPerS = Rounded.OrNull(_all.Waiting.PerSecond),
            SwappedMax = Rounded.OrNull(_all.Swapped.Max),
            Replicas = [.. _replicas.Select(replica => replica.Summary())],
            Gpu = _gpus.Summary(_sources.Gpu, Rate(context.OutputTokens, Ticks.ToSeconds(Math.Min(context.NowTicks, _toTicks) - _fromTicks))),
            Hosts = _hosts.Window(),
            Reasons = Reasons(pages.Count > 0, first is not null, context.IsShared),
        };
        return first is null ? summary : WithCounters(summary, first, whole, steady, context);
    }

    private ServerSummary WithCounters(ServerSummary summary, ReplicaBook first, ServerTally whole, ServerTally steady, ServerContext context)
    {
        var stretch = new ClientStretch
        {
            From = first.From!.Client,
            To = first.Newest!.Client,
            Failed = context.Failed,
            EndedMeanwhile = first.From.EndedMeanwhile + first.Newest.EndedMeanwhile,
            FirstTokensMeanwhile = first.From.FirstTokensMeanwhile + first.Newest.FirstTokensMeanwhile,
            PromptTokens = _prompts.Tokens,
            Choices = context.Choices,
            Marks = _marks,
            ReadLagMs = context.ReadLagSource == "kernel" ? 0 : context.ReadLagP50Ms,
            ReadLagSource = context.ReadLagSource,
        };
        var seconds = first.SteadyTo is { } last ? Ticks.ToSeconds(last.AtTicks - first.From.AtTicks) : 0;
        return summary with
        {
            FromMs = MsAt(first.From.AtTicks),
            ToMs = MsAt(first.Newest.AtTicks),
            Resets = whole.Resets,
            Counts = ServerCounts.Of(whole),
            PrefixHitRatio = PrefixHits(whole) ?? Share(whole[ServerMetric.CachedTokens], whole[ServerMetric.PromptTokens]) ?? Rounded.OrNull(GaugeBook.Mean(Pages(), ServerMetric.PrefixHitGauge)),
            SpecAcceptanceRatio = Share(whole[ServerMetric.SpecAcceptedTokens], whole[ServerMetric.SpecDraftTokens]) ?? Rounded.OrNull(GaugeBook.Mean(Pages(), ServerMetric.SpecAcceptanceGauge)),
            SpecAcceptanceLength = Share(whole[ServerMetric.SpecAcceptedTokens], whole[ServerMetric.SpecDrafts]) is { } accepted
                ? Rounded.ToThousandth(1 + accepted)
                : Rounded.OrNull(GaugeBook.Mean(Pages(), ServerMetric.SpecLengthGauge)),
            PromptTokensPerS = Rate(steady[ServerMetric.PromptTokens], seconds),
            GenerationTokensPerS = Rate(steady[ServerMetric.GenerationTokens], seconds),
            Times = ServerTimes.Of(whole),
            Ttft = context.IsShared ? null : TtftBreakdown.Of(whole, stretch),
            Traffic = context.IsShared ? null : TrafficCheck.Of(whole, stretch),
        };
    }

    private Dictionary<string, string> Reasons(bool hasPage, bool hasStretch, bool isShared)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (isShared)
        {
            const string Later = "agents tell a second later what they have counted: not from the same looks as the server's";
            (reasons["ttft"], reasons["traffic"]) = (Later, Later);
        }

        if (_replicas.Length > 0 && !hasPage)
            reasons["metrics"] = _replicas.Select(replica => replica.Problem).FirstOrDefault(problem => problem is not null) ?? "no page was read";
        else if (_replicas.Length > 0 && !hasStretch)
            reasons["metrics"] = "fewer than two looks in the window";
        if (_sources.GpuAbsence is { } absence)
            reasons["gpu"] = absence;
        return reasons;
    }

    private ServerLook LookOf(ServerScrape scrape, ServerPage page, ServerTally since) => new()
    {
        Source = _sources.Pages[scrape.Replica],
        AtMs = MsAt(scrape.AtTicks),
        Name = page.Server,
        Running = Rounded.OrNull(page[ServerMetric.Running]),
        Waiting = Rounded.OrNull(page[ServerMetric.Waiting]),
        KvCacheRatio = Rounded.OrNull(page[ServerMetric.KvCache]),
        PrefixHitRatio = PrefixHits(since) ?? Rounded.OrNull(page[ServerMetric.PrefixHitGauge]),
        PreemptionsTotal = Rounded.OrNull(page[ServerMetric.Preemptions]),
        PromptTokensTotal = Rounded.OrNull(page[ServerMetric.PromptTokens]),
        GenerationTokensTotal = Rounded.OrNull(page[ServerMetric.GenerationTokens]),
        RequestsTotal = Rounded.OrNull(page[ServerMetric.Finished]),
        Ttft = ServerTime.Of(since.Histogram(ServerMetric.Ttft)),
        Queue = ServerTime.Of(since.Histogram(ServerMetric.Queue)),
        Prefill = ServerTime.Of(since.Histogram(ServerMetric.Prefill)),
    };

    private ServerPoint PointOf(long nowTicks, IReadOnlyList<GpuFigures> gpus)
    {
        var pages = Pages();
        var since = new ServerTally();
        foreach (var replica in _replicas)
            since.Add(replica.Interval);
        var seconds = Ticks.ToSeconds(nowTicks - _intervalTicks);
        return new ServerPoint
        {
            Running = GaugeBook.Sum(pages, ServerMetric.Running),
            Waiting = GaugeBook.Sum(pages, ServerMetric.Waiting),
            KvCacheRatio = GaugeBook.Mean(pages, ServerMetric.KvCache),
            TtftMs = since.Histogram(ServerMetric.Ttft)?.MeanMs,
            QueueMs = since.Histogram(ServerMetric.Queue)?.MeanMs,
            PromptTokensPerS = Rate(since[ServerMetric.PromptTokens], seconds),
            GenerationTokensPerS = Rate(since[ServerMetric.GenerationTokens], seconds),
            GpuRatio = gpus.Count == 0 ? null : gpus.Average(gpu => gpu.UtilisationRatio),
            GpuPowerW = gpus.Any(gpu => gpu.PowerW is not null) ? gpus.Sum(gpu => gpu.PowerW) : null,
        };
    }

    private bool IsSteady(long ticks) => ticks >= _fromTicks && ticks <= _toTicks;

    private List<ServerPage> Pages() => [.. _replicas.Select(replica => replica.Newest?.Page).OfType<ServerPage>()];

    private static double? PrefixHits(ServerTally tally) => Share(tally[ServerMetric.PrefixHits], tally[ServerMetric.PrefixQueries]);

    private static double? Share(double? part, double? of) => part is { } some && of is { } whole ? Rounded.Ratio(some, whole) : null;

    private static double? Rate(double? amount, double seconds) => amount is { } known ? Rounded.Per(known, seconds) : null;

    private double SecondsAt(long ticks) => Ticks.ToSeconds(ticks - _runStartTicks);

    private double MsAt(long ticks) => Rounded.ToThousandth(Math.Max(0, Ticks.ToMs(ticks - _runStartTicks)));
}
