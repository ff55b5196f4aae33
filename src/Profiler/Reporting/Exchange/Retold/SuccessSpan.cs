using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>From the first beginning of a success to the last end of one, over which other tools take their rates. One thread.</summary>
internal sealed class SuccessSpan
{
    private double? _firstMs;
    private double? _lastEndMs;
    private double? _lastTokenMs;

    /// <summary>To the last end, seconds; null without a success.</summary>
    public double? ToEndS => (_lastEndMs - _firstMs) / 1_000;

    /// <summary>To the last token, seconds; null without one.</summary>
    public double? ToLastTokenS => (_lastTokenMs - _firstMs) / 1_000;

    /// <summary>Takes a request.</summary>
    public void Add(RequestLine line)
    {
        if (!line.Outcome.IsSuccess())
            return;
        var times = BegunTimes.Of(line);
        _firstMs = times.BeginMs < _firstMs || _firstMs is null ? times.BeginMs : _firstMs;
        _lastEndMs = Later(_lastEndMs, times.BeginMs + times.EndMs);
        _lastTokenMs = Later(_lastTokenMs, times.BeginMs + times.LastTokenMs);
    }

    private static double? Later(double? one, double? other) => other > one || one is null ? other : one;
}
