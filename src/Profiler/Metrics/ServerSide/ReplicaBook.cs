using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One replica: what it did since the first look in the window, and since the last interval. Aggregator's thread.</summary>
internal sealed class ReplicaBook(string source, long runStartTicks)
{
    private GaugeBook _gauges = new();
    private int _failed;
    private string? _problem;

    /// <summary>The first look in the window; null before it.</summary>
    public ServerScrape? From { get; private set; }

    /// <summary>The newest look that gave a page; null before it.</summary>
    public ServerScrape? Newest { get; private set; }

    /// <summary>The last look before the window's end; null before the first in it.</summary>
    public ServerScrape? SteadyTo { get; private set; }

    /// <summary>From the first look in the window to the newest.</summary>
    public ServerTally Whole { get; private set; } = new();

    /// <summary>From the first look in the window to the last before its end.</summary>
    public ServerTally Steady { get; private set; } = new();

    /// <summary>Since the last interval.</summary>
    public ServerTally Interval { get; private set; } = new();

    /// <summary>Looks that gave no page.</summary>
    public int Failed => _failed;

    /// <summary>Looks in the window that gave one.</summary>
    public int Looks => _gauges.Looks;

    /// <summary>Why the last that gave no page did not; null when all did.</summary>
    public string? Problem => _problem;

    /// <summary>Address of its page.</summary>
    public string Source => source;

    /// <summary>Measuring begins, or begins anew: what was counted is set aside.</summary>
    public void BeginWindow() => (From, SteadyTo, Whole, Steady, _gauges) = (null, null, new(), new(), new());

    /// <summary>An interval ends.</summary>
    public void EndInterval() => Interval = new();

    /// <summary>Takes a look.</summary>
    /// <param name="scrape">Taken later than those before.</param>
    /// <param name="isInWindow">True when the window had begun.</param>
    /// <param name="isSteady">True when it had not ended either.</param>
    public void Take(ServerScrape scrape, bool isInWindow, bool isSteady)
    {
        if (scrape.Page is not { } page)
        {
            _failed++;
            _problem = scrape.Problem;
            return;
        }
        var last = Newest;
        Newest = scrape;
        if (last is not null)
            Interval.Add(last.Page!, page);
        if (!isInWindow)
            return;
        if (From is null)
            From = scrape;
        else
            Whole.Add(last!.Page!, page);
        if (!isSteady)
            return;
        if (SteadyTo is not null)
            Steady.Add(SteadyTo.Page!, page);
        SteadyTo = scrape;
        _gauges.Add([page], Ticks.ToSeconds(scrape.AtTicks - runStartTicks));
    }

    /// <summary>The replica over the window.</summary>
    public ReplicaSummary Summary() => new()
    {
        Source = source,
        Name = Newest?.Page!.Server,
        Scrapes = _gauges.Looks,
        FailedScrapes = _failed,
        Problem = _problem,
        Resets = Whole.Resets,
        RunningMax = Rounded.OrNull(_gauges.Running.Max),
        WaitingMax = Rounded.OrNull(_gauges.Waiting.Max),
        KvCacheP50Ratio = Rounded.OrNull(_gauges.KvCacheP50),
        KvCacheMaxRatio = Rounded.OrNull(_gauges.KvCacheMax),
        Counts = ServerCounts.Of(Whole),
        TtftMeanMs = Rounded.OrNull(Whole.Histogram(ServerMetric.Ttft)?.MeanMs),
        QueueMeanMs = Rounded.OrNull(Whole.Histogram(ServerMetric.Queue)?.MeanMs),
    };
}
