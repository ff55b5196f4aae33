using VllmStream.Profiling.Server.Gpu;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>GPU readings: the newest of each, and their means over the window. Aggregator's thread.</summary>
internal sealed class GpuBook
{
    // Less than this is what drivers and desktops do.
    private const double BusyRatio = 0.01;

    private readonly SortedDictionary<string, GpuReading> _newest = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, GpuTrack> _tracks = new(StringComparer.Ordinal);
    private bool _isNew;

    /// <summary>Measuring begins, or begins anew.</summary>
    public void BeginWindow() => _tracks.Clear();

    /// <summary>Takes a reading.</summary>
    public void Take(GpuReading reading, bool isSteady)
    {
        _newest[reading.Id] = reading;
        _isNew = true;
        if (!isSteady)
            return;
        if (!_tracks.TryGetValue(reading.Id, out var track))
            _tracks[reading.Id] = track = new GpuTrack(reading.Id);
        track.Add(reading);
    }

    /// <summary>Each GPU now.</summary>
    public IReadOnlyList<GpuFigures> Now() => [.. _newest.Values.Select(Figures)];

    /// <summary>The same where there is something new since the last call; else nothing.</summary>
    public IReadOnlyList<GpuFigures> TakeNew()
    {
        if (!_isNew)
            return [];
        _isNew = false;
        return Now();
    }

    /// <summary>The GPUs over the window; null without readings.</summary>
    /// <param name="source">Where they are from.</param>
    /// <param name="outputTokensPerS">Output tokens per second of the window.</param>
    public GpuSummary? Summary(string? source, double? outputTokensPerS)
    {
        if (_tracks.Count == 0)
            return null;
        var gpus = _tracks.Values.Select(track => track.Figures()).ToArray();
        var busy = gpus.Where(gpu => gpu.UtilisationRatio >= BusyRatio).ToArray();
        double? power = busy.Length > 0 && busy.All(gpu => gpu.PowerW is not null) ? busy.Sum(gpu => gpu.PowerW!.Value) : null;
        return new GpuSummary
        {
            Source = source,
            Gpus = gpus,
            Busy = busy.Length,
            UtilisationRatio = busy.Length == 0 ? null : Rounded.ToMillionth(busy.Average(gpu => gpu.UtilisationRatio!.Value)),
            PowerW = Rounded.OrNull(power),
            OutputTokensPerSPerGpu = busy.Length == 0 || outputTokensPerS is not { } rate ? null : Rounded.Per(rate, busy.Length),
            // Tokens per second over joules per second.
            OutputTokensPerJoule = power is { } watts && outputTokensPerS is { } tokens ? Rounded.Per(tokens, watts) : null,
        };
    }

    private static GpuFigures Figures(GpuReading reading) => new(reading.Id)
    {
        Name = reading.Name,
        UtilisationRatio = Rounded.OrNull(reading.Utilisation),
        MemoryUsedBytes = Rounded.OrNull(reading.MemoryUsedBytes),
        MemoryTotalBytes = Rounded.OrNull(reading.MemoryTotalBytes),
        PowerW = Rounded.OrNull(reading.PowerWatts),
        TemperatureC = Rounded.OrNull(reading.Celsius),
    };
}
