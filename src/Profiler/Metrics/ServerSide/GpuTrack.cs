using VllmStream.Profiling.Server.Gpu;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One GPU over a window. Aggregator's thread.</summary>
internal sealed class GpuTrack(string id)
{
    private readonly GaugeTrack _utilisation = new();
    private readonly GaugeTrack _memory = new();
    private readonly GaugeTrack _power = new();
    private readonly GaugeTrack _celsius = new();
    private string? _name;
    private double? _memoryTotal;

    public void Add(GpuReading reading)
    {
        _name ??= reading.Name;
        _memoryTotal ??= reading.MemoryTotalBytes;
        _utilisation.Add(reading.Utilisation, 0);
        _memory.Add(reading.MemoryUsedBytes, 0);
        _power.Add(reading.PowerWatts, 0);
        _celsius.Add(reading.Celsius, 0);
    }

    /// <summary>Means, and the most of memory and temperature.</summary>
    public GpuFigures Figures() => new(id)
    {
        Name = _name,
        UtilisationRatio = Rounded.OrNull(_utilisation.Mean),
        MemoryUsedBytes = Rounded.OrNull(_memory.Max),
        MemoryTotalBytes = Rounded.OrNull(_memoryTotal),
        PowerW = Rounded.OrNull(_power.Mean),
        TemperatureC = Rounded.OrNull(_celsius.Max),
    };
}
