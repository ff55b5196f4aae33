using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>What all groups together did from interval to interval. The lines of one interval follow each other in a file. One thread.</summary>
internal sealed class TotalSeries
{
    /// <summary>Channel: output tokens per second.</summary>
    public const int TokensPerS = 0;

    /// <summary>Channel: requests per second that ended well.</summary>
    public const int RequestsPerS = 1;

    /// <summary>Channel: in flight at the end.</summary>
    public const int InFlight = 2;

    /// <summary>Channel: requests that failed.</summary>
    public const int Failed = 3;

    private double _fromMs;
    private double _toMs = double.NaN;
    private double? _tokensPerS;
    private double? _requestsPerS;
    private long _inFlight;
    private long _failed;

    /// <summary>The points; whole after <see cref="End"/>.</summary>
    public SeriesBook Book { get; } = new(MergeRule.Mean, MergeRule.Mean, MergeRule.Highest, MergeRule.Sum);

    /// <summary>Adds the line of one group.</summary>
    public void Add(IntervalLine line)
    {
        if (!line.ToMs.Equals(_toMs))
        {
            End();
            (_fromMs, _toMs) = (line.FromMs, line.ToMs);
        }

        _tokensPerS = Sum(_tokensPerS, line.OutputTokensPerS);
        _requestsPerS = Sum(_requestsPerS, line.RequestsPerS);
        _inFlight += line.InFlight;
        _failed += line.Failed;
    }

    /// <summary>No more lines of this interval.</summary>
    public void End()
    {
        if (!double.IsNaN(_toMs))
            Book.Add(_fromMs, _toMs, _tokensPerS, _requestsPerS, _inFlight, _failed);
        (_toMs, _tokensPerS, _requestsPerS, _inFlight, _failed) = (double.NaN, null, null, 0, 0);
    }

    private static double? Sum(double? one, double? other) => one is null ? other : other is null ? one : Rounded.ToThousandth(one.Value + other.Value);
}
