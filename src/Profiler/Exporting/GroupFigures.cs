using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Exporting;

/// <summary>What one group has done since the process began, over every window and stage: it only grows. Aggregator's thread.</summary>
internal sealed class GroupFigures
{
    private const double MicrosecondsPerSecond = 1_000_000;
    private const double ThousandthsPerRate = 1_000;

    private readonly Dictionary<MetricId, BucketCounts> _own = MetricFamily.All.Where(family => !family.CountsTokens).ToDictionary(family => family.Metric, Make);
    private readonly SortedDictionary<TokenSource, SourceFigures> _sources = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];

    // What earlier runs of this process have added to the meters, which begin anew with each run.
    private (long Sent, long Tokens) _before;
    private LiveMeter? _meter;

    /// <summary>Endpoint of its requests; null before the first has ended.</summary>
    public string? Endpoint { get; private set; }

    public long Ok { get; private set; }

    public long Failed { get; private set; }

    public long Left { get; private set; }

    public long Retries { get; private set; }

    public long WarmupOk { get; private set; }

    public long WarmupFailed { get; private set; }

    public long? PromptTokens { get; private set; }

    public long Sent => _before.Sent + (_meter?.SentTotal ?? 0);

    public long InFlight => _meter?.InFlight ?? 0;

    public long Received => _before.Tokens + (_meter?.TokensTotal ?? 0);

    public BucketCounts PromptLengths { get; } = new(LiveFamilies.TokenBounds, 1);

    public BucketCounts OutputLengths { get; } = new(LiveFamilies.TokenBounds, 1);

    /// <summary>Output tokens and what rests on them, by who counted.</summary>
    public IReadOnlyDictionary<TokenSource, SourceFigures> Sources => _sources;

    /// <summary>The distribution of a metric that rests on no count of tokens.</summary>
    public BucketCounts this[MetricId metric] => _own[metric];

    /// <summary>Measured requests with an outcome.</summary>
    public long CountOf(Outcome outcome) => _outcomes[(int)outcome];

    /// <summary>From now on this meter hears of its requests; null = nobody does.</summary>
    public void Follow(LiveMeter? meter)
    {
        _before = (Sent, Received);
        _meter = meter;
    }

    /// <summary>Adds a record that still owns its gaps, by the rules of the summary.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        Endpoint ??= record.Endpoint;
        if (record.WillRetry)
        {
            Retries++;
            return;
        }

        if (record.Warmup || record.IsSetup)
        {
            WarmupOk += record.Outcome.IsSuccess() ? 1 : 0;
            WarmupFailed += record.Outcome.IsSuccess() ? 0 : 1;
            return;
        }

        _outcomes[(int)record.Outcome]++;
        _own[MetricId.Wait].Record(metrics.Wait);
        if (record.HasLeft)
            Left++;
        else if (record.Outcome.IsSuccess())
            AddSuccess(record, metrics);
        else
            Failed++;
    }

    private void AddSuccess(RequestRecord record, in RequestMetrics metrics)
    {
        Ok++;
        _own[MetricId.Ttft].Record(metrics.Ttft);
        _own[MetricId.Ttfc].Record(metrics.Ttfc);
        _own[MetricId.E2e].Record(metrics.E2e);
        var gaps = _own[MetricId.Itl];
        foreach (var gap in record.GapsUs)
            gaps.Record(gap);
        if (record.PromptTokens is { } prompt)
        {
            PromptTokens = (PromptTokens ?? 0) + prompt;
            PromptLengths.Record(prompt);
        }

        if (record.OutputTokens is not { } output || record.TokenSource == TokenSource.None)
            return;
        OutputLengths.Record(output);
        if (!_sources.TryGetValue(record.TokenSource, out var source))
            _sources[record.TokenSource] = source = new SourceFigures(Make);
        source.Add(output, metrics);
    }

    private static BucketCounts Make(MetricFamily family) => new(family.Buckets, family.IsRate ? ThousandthsPerRate : MicrosecondsPerSecond);
}
