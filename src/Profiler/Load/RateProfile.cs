using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Load;

/// <summary>When so many requests are due while the rate changes: the inverse of the rate's integral, piece by piece. Pure.</summary>
/// <remarks>Arrivals of a constant rate of 1 are bent by it: that gives the arrivals of a process whose rate changes (Çınlar 1975), and leaves their law as it is.</remarks>
internal sealed class RateProfile
{
    // Beyond the last request: longer than any run, and still a time that can be added to a clock.
    private const double NeverSeconds = 3650 * 86400.0;

    private readonly (double StartSeconds, double Seconds, double StartRate, double Slope, double Before)[] _pieces;

    public RateProfile(IReadOnlyList<LoadStage> stages)
    {
        _pieces = new (double, double, double, double, double)[stages.Count];
        var (start, sum, last) = (0.0, 0.0, 0.0);
        for (var i = 0; i < stages.Count; i++)
        {
            var seconds = stages[i].Duration.TotalSeconds;
            var from = stages[i].IsRamp ? last : stages[i].RatePerSecond;
            _pieces[i] = (start, seconds, from, (stages[i].RatePerSecond - from) / seconds, sum);
            sum += seconds * (from + stages[i].RatePerSecond) / 2;
            start += seconds;
            last = stages[i].RatePerSecond;
        }
        Requests = sum;
        Seconds = start;
    }

    /// <summary>Requests of the whole; not rounded.</summary>
    public double Requests { get; }

    /// <summary>How long all stages take.</summary>
    public double Seconds { get; }

    /// <summary>Seconds from the start at which <paramref name="position"/> requests are due; longer than any run beyond the last.</summary>
    public double SecondsAt(double position)
    {
        for (var i = _pieces.Length - 1; i >= 0; i--)
        {
            var piece = _pieces[i];
            if (position < piece.Before && i > 0)
                continue;
            var inside = position - piece.Before;
            // Of slope * t^2 / 2 + rate * t = inside the root that also holds for a slope of 0 (and then divides by no 0).
            var rootOf = piece.StartRate * piece.StartRate + 2 * piece.Slope * inside;
            var divisor = piece.StartRate + Math.Sqrt(Math.Max(0, rootOf));
            var seconds = inside <= 0 ? 0 : divisor <= 0 || rootOf < 0 ? NeverSeconds : 2 * inside / divisor;
            if (seconds <= piece.Seconds)
                return piece.StartSeconds + seconds;
            return NeverSeconds;
        }
        return NeverSeconds;
    }
}
