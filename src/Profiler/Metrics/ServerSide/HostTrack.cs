using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Server.Hosts;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One machine of the server: since the look before, and over a window. Aggregator's thread.</summary>
internal sealed class HostTrack(string source)
{
    private HostReading? _first;
    private HostReading? _last;
    private HostReading? _before;
    private HostReading? _newest;
    private double? _memoryMax;

    /// <summary>Measuring begins, or begins anew.</summary>
    public void BeginWindow() => (_first, _last, _memoryMax) = (null, null, null);

    /// <summary>Takes a reading.</summary>
    public void Take(HostReading reading, bool isSteady)
    {
        (_before, _newest) = (_newest, reading);
        if (!isSteady)
            return;
        _first ??= reading;
        _last = reading;
        _memoryMax = reading.MemoryUsedBytes is { } used ? Math.Max(used, _memoryMax ?? 0) : _memoryMax;
    }

    /// <summary>Since the look before.</summary>
    public HostFigures? Now() => _newest is { } newest ? Between(_before, newest, newest.MemoryUsedBytes) : null;

    /// <summary>Over the window; null without a look in it.</summary>
    public HostFigures? Window() => _last is { } last ? Between(_first, last, _memoryMax) : null;

    // Counters that went down are of a machine that was started again.
    private HostFigures Between(HostReading? from, HostReading to, double? memory)
    {
        var seconds = from is null ? 0 : Ticks.ToSeconds(to.AtTicks - from.AtTicks);
        var cpu = Growth(from?.CpuSeconds, to.CpuSeconds);
        return new HostFigures(source)
        {
            CpuRatio = cpu > 0 && Growth(from?.CpuBusySeconds, to.CpuBusySeconds) is { } busy ? Rounded.ToMillionth(Math.Min(1, busy / cpu.Value)) : null,
            MemoryUsedBytes = Rounded.OrNull(memory),
            MemoryTotalBytes = Rounded.OrNull(to.MemoryTotalBytes),
            NetReceivedBytesPerS = Growth(from?.ReceivedBytes, to.ReceivedBytes) is { } received ? Rounded.Per(received, seconds) : null,
            NetSentBytesPerS = Growth(from?.SentBytes, to.SentBytes) is { } sent ? Rounded.Per(sent, seconds) : null,
        };
    }

    private static double? Growth(double? from, double? to) => to - from is >= 0 and var grown ? grown : null;
}
