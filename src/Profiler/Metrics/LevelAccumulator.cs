using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Counts what happened at one level of the load. Not thread-safe.</summary>
internal sealed class LevelAccumulator(double level, long fromUs)
{
    private readonly Distribution _ttft = new();
    private readonly TokenLedger _tokens = new();
    private long _requests;
    private long _ok;

    /// <summary>When it applies.</summary>
    public SteadyWindow Span { get; private set; } = new(fromUs, SteadyWindow.Unknown);

    public void End(long us) => Span = Span with { ToUs = Math.Max(Span.FromUs, us) };

    /// <summary>Adds a measured request that was due in it.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        _requests++;
        if (!record.Outcome.IsSuccess())
            return;
        _ok++;
        _ttft.Record(metrics.Ttft);
        _tokens.Add(record, metrics);
    }

    /// <summary>Adds what any success put into its span.</summary>
    public void AddSteady(RequestRecord record, in RequestTimes times) => _tokens.AddSteady(record, times, Span);

    public LevelFigures Figures(long endUs)
    {
        var toUs = Math.Max(Span.FromUs, Math.Min(Span.ToUs, endUs));
        return new LevelFigures(
            level,
            Span.FromUs / 1_000.0,
            toUs / 1_000.0,
            _requests,
            _ok,
            _ttft.Value(50),
            _ttft.Value(99),
            _tokens.Source == TokenSource.None ? null : Rounded.Per(_tokens.Reported.SteadyTokens, (toUs - Span.FromUs) / 1_000_000.0));
    }
}
