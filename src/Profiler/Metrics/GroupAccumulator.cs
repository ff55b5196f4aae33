using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Counts and distributions of the measured requests of one group, or of all. Not thread-safe.</summary>
public sealed class GroupAccumulator
{
    private static readonly int OutcomeCount = Enum.GetValues<Outcome>().Length;

    private readonly long[] _outcomes = new long[OutcomeCount];
    private readonly string?[] _examples = new string?[OutcomeCount];
    private readonly long[] _warnings = new long[Words.WarningCount];
    private readonly long[] _shapes = new long[Enum.GetValues<StreamShapeKind>().Length];
    private long _burstEvents;
    private long _burstPeriodUs;
    private readonly HistogramSet _own = new();
    private readonly TokenLedger _tokens = new();
    private readonly SmoothnessLedger _smoothness = new();
    private readonly EarlyTtft _early = new();
    private long _askedRequests;
    private long _askedTokens;
    private long _askedPromptTokens;
    private readonly TokenizerComparison _tokenizer = new();

    /// <summary>Requests that ended, whatever way.</summary>
    public long Requests { get; private set; }

    /// <summary>Successes.</summary>
    public long Ok { get; private set; }

    /// <summary>Those whose user left, as planned.</summary>
    public long Left { get; private set; }

    /// <summary>The others.</summary>
    public long Failed => Requests - Ok - Left;

    /// <summary>Failures with an outcome.</summary>
    public long FailuresOf(Outcome outcome) => CountOf(outcome) - (outcome == Outcome.CancelledByUs ? Left : 0);

    /// <summary>Requests that met every objective.</summary>
    public long Good { get; private set; }

    /// <summary>Lengths of the shortest and the longest vector of successes; null without vectors.</summary>
    public (int Least, int Most)? Dimensions { get; private set; }

    /// <summary>Prompt tokens of successes; null when no answer said.</summary>
    public long? PromptTokens { get; private set; }

    /// <summary>Lengths of prompts asked for and real; null when none was both.</summary>
    public AskedFigures? Asked => _askedRequests == 0 ? null : new AskedFigures(_askedRequests, _askedTokens, _askedPromptTokens);

    /// <summary>Cached prompt tokens of successes; null when no answer said.</summary>
    public long? CachedTokens { get; private set; }

    /// <summary>Reasoning tokens of successes; null when no answer said.</summary>
    public long? ReasoningTokens { get; private set; }

    /// <summary>Requests on a connection opened for them.</summary>
    public long NewConnections { get; private set; }

    /// <summary>Requests on a kept connection.</summary>
    public long ReusedConnections { get; private set; }

    /// <summary>Successes that ended in the steady window, warm-up included.</summary>
    public long SteadyRequests { get; private set; }

    /// <summary>Those of <see cref="SteadyRequests"/> that met every objective.</summary>
    public long SteadyGood { get; private set; }

    /// <summary>Prompt tokens whose prefill ended in the steady window; null when no answer said.</summary>
    public double? SteadyPromptTokens { get; private set; }

    /// <summary>Measured requests sent in the steady window.</summary>
    public long SteadySends { get; private set; }

    /// <summary>Latest end of a measured request, microseconds since run start; -1 before the first.</summary>
    public long LastEndUs { get; private set; } = -1;

    /// <summary>Earliest planned send of a measured request, microseconds since run start; -1 before the first.</summary>
    public long FirstScheduledUs { get; private set; } = -1;

    /// <summary>Where the token counts come from.</summary>
    public TokenSource TokenSource => _tokens.Source;

    /// <summary>Output tokens of successes, by <see cref="TokenSource"/>; null when nobody counted.</summary>
    public long? OutputTokens => TokenSource == TokenSource.None ? null : _tokens.Reported.OutputTokens;

    /// <summary>Output tokens in the steady window, by <see cref="TokenSource"/>; null when nobody counted.</summary>
    public double? SteadyOutputTokens => TokenSource == TokenSource.None ? null : _tokens.Reported.SteadyTokens;

    /// <summary>Token events of the requests that <see cref="TokenSource"/> counted.</summary>
    public long TokenEvents => _tokens.Reported.TokenEvents;

    /// <summary>Mean tokens of a token event; null when unknown, as it is when events are all that was counted.</summary>
    public double? TokensPerEvent => TokenSource is TokenSource.None or TokenSource.Chunks
        ? null
        : Rounded.Per(_tokens.Reported.StreamedTokens, _tokens.Reported.TokenEvents);

    /// <summary>A tokenizer's counts beside the server's; null when no answer has both.</summary>
    public TokenizerFigures? Tokenizer => _tokenizer.Figures;

    /// <summary>How evenly the tokens of successes came.</summary>
    public SmoothnessFigures Smoothness => _smoothness.Figures;

    /// <summary>Median TTFT of the first successes; null where there are too few.</summary>
    public double? FirstTtftP50Ms => _early.P50Ms;

    /// <summary>Samples off the scale of the histograms.</summary>
    public long Clamped => Set().Clamped;

    /// <summary>The distribution of a metric.</summary>
    public Distribution this[MetricId metric] => metric switch
    {
        MetricId.Tpot => _tokens.Reported.Tpot,
        MetricId.TokensPerSecond => _tokens.Reported.Rate,
        _ => _own[metric],
    };

    /// <summary>All distributions, as they are now and go on to be.</summary>
    public HistogramSet Set() => new(metric => this[metric]);

    /// <summary>Requests counted by a source of tokens.</summary>
    public long RequestsCountedBy(TokenSource source) => _tokens.RequestsOf(source);

    /// <summary>Requests with an outcome.</summary>
    public long CountOf(Outcome outcome) => _outcomes[(int)outcome];

    /// <summary>An example of a failure; null without one.</summary>
    public string? ExampleOf(Outcome outcome) => _examples[(int)outcome];

    /// <summary>Successes whose answer came in a certain way.</summary>
    public long CountOf(StreamShapeKind shape) => _shapes[(int)shape];

    /// <summary>How the answers came over the wire.</summary>
    public StreamShapeFigures StreamShape => StreamShapeFigures.Of(
        CountOf(StreamShapeKind.Streamed),
        CountOf(StreamShapeKind.Batched),
        CountOf(StreamShapeKind.Buffered),
        CountOf(StreamShapeKind.Unknown),
        _burstEvents,
        _burstPeriodUs / 1_000.0);

    /// <summary>Counts per warning word.</summary>
    public IReadOnlyDictionary<string, long> Warnings()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var bit = 0; bit < _warnings.Length; bit++)
            counts[Words.OfWarningBit(bit)] = _warnings[bit];
        return counts;
    }

    /// <summary>Adds a measured request.</summary>
    /// <param name="record">Still owning its gaps.</param>
    /// <param name="metrics">Of this record.</param>
    /// <param name="window">As known now.</param>
    /// <param name="good">It met every objective.</param>
    /// <param name="example">Text for a failure; null on success.</param>
    internal void Add(RequestRecord record, in RequestMetrics metrics, SteadyWindow window, bool good, string? example)
    {
        var times = metrics.Times;
        Requests++;
        _outcomes[(int)record.Outcome]++;
        CountWarnings(record.Warnings);
        CountConnection(record.ConnectionReused);
        if (FirstScheduledUs < 0 || times.ScheduledUs < FirstScheduledUs)
            FirstScheduledUs = times.ScheduledUs;
        LastEndUs = Math.Max(LastEndUs, times.EndInRunUs);
        if (window.Contains(times.InRun(times.SentUs)))
            SteadySends++;

        // The wait is ours, not the server's: it counts for every request that was sent.
        _own[MetricId.Wait].Record(metrics.Wait);
        if (record.HasLeft)
        {
            Left++;
            return;
        }
        if (!record.Outcome.IsSuccess())
        {
            _examples[(int)record.Outcome] ??= example;
            return;
        }

        Ok++;
        if (good)
            Good++;
        _shapes[(int)record.Shape.Kind]++;
        if (record.Shape is { Kind: StreamShapeKind.Batched } batched)
        {
            _burstEvents += batched.BurstEvents;
            _burstPeriodUs += batched.PeriodUs;
        }

        if (record.Dimensions is { } length)
            Dimensions = Dimensions is { } known ? (Math.Min(known.Least, length), Math.Max(known.Most, length)) : (length, length);
        PromptTokens = Sum(PromptTokens, record.PromptTokens);
        CountAsked(record);
        CachedTokens = Sum(CachedTokens, record.CachedTokens);
        ReasoningTokens = Sum(ReasoningTokens, record.ReasoningTokens);
        _tokens.Add(record, metrics);
        _tokenizer.Add(record);
        _own[MetricId.Ttft].Record(metrics.Ttft);
        _own[MetricId.Ttfc].Record(metrics.Ttfc);
        _own[MetricId.E2e].Record(metrics.E2e);
        _own[MetricId.TtftFromSchedule].Record(metrics.TtftFromSchedule);
        _own[MetricId.E2eFromSchedule].Record(metrics.E2eFromSchedule);
        RecordGaps(record.GapsUs, _own[MetricId.Itl]);
        _smoothness.Add(record, metrics);
        _early.Add(times.ScheduledUs, metrics.Ttft);
    }

    /// <summary>Adds what any success, warm-up included, put into the steady window.</summary>
    internal void AddSteady(RequestRecord record, in RequestTimes times, SteadyWindow window, bool good)
    {
        _tokens.AddSteady(record, times, window);
        var prefilled = times.FirstTokenUs == RequestTimes.Absent ? times.EndInRunUs : times.InRun(times.FirstTokenUs);
        if (record.PromptTokens is { } prompt)
            SteadyPromptTokens = (SteadyPromptTokens ?? 0) + (window.Contains(prefilled) ? prompt : 0);
        if (!window.Contains(times.EndInRunUs))
            return;
        SteadyRequests++;
        if (good)
            SteadyGood++;
    }

    /// <summary>Adds gaps whose requests have lost theirs: a report that is rebuilt from a file.</summary>
    internal void AddGaps(Distribution gaps, IReadOnlyList<PositionFigures> positions)
    {
        _own[MetricId.Itl].Add(gaps);
        _smoothness.Add(positions);
    }

    internal static void RecordGaps(ReadOnlySpan<int> gaps, Distribution distribution)
    {
        foreach (var gap in gaps)
            distribution.Record(gap);
    }

    private static long? Sum(long? sum, long? next) => next is null ? sum : (sum ?? 0) + next;

    private void CountWarnings(StreamWarnings warnings)
    {
        if (warnings == StreamWarnings.None)
            return;
        for (var bit = 0; bit < _warnings.Length; bit++)
        {
            if (((int)warnings & (1 << bit)) != 0)
                _warnings[bit]++;
        }
    }

    private void CountAsked(RequestRecord record)
    {
        if (record.AskedTokens is not { } asked || record.PromptTokens is not { } real)
            return;
        _askedRequests++;
        _askedTokens += asked;
        _askedPromptTokens += real;
    }

    private void CountConnection(bool? reused)
    {
        if (reused == true)
            ReusedConnections++;
        else if (reused == false)
            NewConnections++;
    }
}
