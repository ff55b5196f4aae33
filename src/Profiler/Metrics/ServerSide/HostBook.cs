using VllmStream.Profiling.Server.Hosts;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>The machines of the server, by their node_exporters. Aggregator's thread.</summary>
internal sealed class HostBook
{
    private readonly SortedDictionary<string, HostTrack> _hosts = new(StringComparer.Ordinal);
    private bool _isNew;

    /// <summary>Measuring begins, or begins anew.</summary>
    public void BeginWindow()
    {
        foreach (var host in _hosts.Values)
            host.BeginWindow();
    }

    /// <summary>Takes a reading.</summary>
    public void Take(HostReading reading, bool isSteady)
    {
        if (!_hosts.TryGetValue(reading.Source, out var host))
            _hosts[reading.Source] = host = new HostTrack(reading.Source);
        host.Take(reading, isSteady);
        _isNew = true;
    }

    /// <summary>Each machine now.</summary>
    public IReadOnlyList<HostFigures> Now() => [.. _hosts.Values.Select(host => host.Now()).OfType<HostFigures>()];

    /// <summary>The same where there is something new since the last call; else nothing.</summary>
    public IReadOnlyList<HostFigures> TakeNew()
    {
        if (!_isNew)
            return [];
        _isNew = false;
        return Now();
    }

    /// <summary>Each machine over the window.</summary>
    public IReadOnlyList<HostFigures> Window() => [.. _hosts.Values.Select(host => host.Window()).OfType<HostFigures>()];
}
