namespace VllmStream.Profiling.Options;

/// <summary>How a load goes up and down over its stages: its level at a time, and when so many requests are due. Pure.</summary>
/// <remarks>
/// Open loop: arrivals of a constant rate of 1 are bent by the inverse of the rate's integral. That gives the arrivals of a process
/// whose rate changes (Çınlar 1975), and leaves their law as it is.
/// </remarks>
public sealed class StageProfile
{
    /// <summary>What never comes: longer than any run, and still a time that can be added to a clock.</summary>
    public const double NeverSeconds = 3650 * 86400.0;

    // Where a ramp reaches a whole number it is not above it yet.
    private const double JustAfterSeconds = 0.001;

    private readonly Piece[] _pieces;

    /// <summary>The profile of one stage or more.</summary>
    public StageProfile(IReadOnlyList<LoadStage> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        _pieces = new Piece[stages.Count];
        var (start, sum, last) = (0.0, 0.0, 0.0);
        for (var i = 0; i < stages.Count; i++)
        {
            var seconds = stages[i].Duration.TotalSeconds;
            var from = stages[i].IsRamp ? last : stages[i].Level;
            _pieces[i] = new Piece(start, seconds, from, (stages[i].Level - from) / seconds, sum);
            sum += seconds * (from + stages[i].Level) / 2;
            start += seconds;
            last = stages[i].Level;
        }
        Sum = sum;
        Seconds = start;
    }

    /// <summary>Its integral: of rates, the requests of the whole; not rounded.</summary>
    public double Sum { get; }

    /// <summary>How long all stages take.</summary>
    public double Seconds { get; }

    /// <summary>Number of the stage at a time, from 0; the last one beyond its end.</summary>
    public int StageAt(double seconds)
    {
        var stage = _pieces.Length - 1;
        while (stage > 0 && seconds < _pieces[stage].StartSeconds)
            stage--;
        return stage;
    }

    /// <summary>When each stage begins, in seconds from the start.</summary>
    public IReadOnlyList<double> Starts => [.. _pieces.Select(piece => piece.StartSeconds)];

    /// <summary>The first time from <paramref name="seconds"/> on at which the level is above <paramref name="level"/>; <see cref="NeverSeconds"/> when it is not again.</summary>
    public double FirstAbove(double level, double seconds)
    {
        foreach (var piece in _pieces)
        {
            var end = piece.StartSeconds + piece.Seconds;
            if (seconds >= end)
                continue;
            var from = Math.Max(seconds, piece.StartSeconds);
            if (piece.LevelAt(from) > level)
                return from;
            if (piece.LevelAt(end) > level)
                return Math.Min(end, Math.Max(from, piece.StartSeconds + (level - piece.StartLevel) / piece.Slope) + JustAfterSeconds);
        }
        return NeverSeconds;
    }

    /// <summary>Seconds from the start at which <paramref name="position"/> requests are due; <see cref="NeverSeconds"/> beyond the last.</summary>
    public double SecondsAt(double position)
    {
        for (var i = _pieces.Length - 1; i >= 0; i--)
        {
            var piece = _pieces[i];
            if (position < piece.Before && i > 0)
                continue;
            if (piece is { StartLevel: 0, Slope: 0 })
                return NeverSeconds;
            var inside = position - piece.Before;
            // Of slope * t^2 / 2 + rate * t = inside the root that also holds for a slope of 0 (and then divides by no 0).
            var rootOf = piece.StartLevel * piece.StartLevel + 2 * piece.Slope * inside;
            var divisor = piece.StartLevel + Math.Sqrt(Math.Max(0, rootOf));
            var seconds = inside <= 0 ? 0 : divisor <= 0 || rootOf < 0 ? NeverSeconds : 2 * inside / divisor;
            return seconds <= piece.Seconds ? piece.StartSeconds + seconds : NeverSeconds;
        }
        return NeverSeconds;
    }

    private readonly record struct Piece(double StartSeconds, double Seconds, double StartLevel, double Slope, double Before)
    {
        public double LevelAt(double seconds) => StartLevel + Slope * (seconds - StartSeconds);
    }
}
