using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server.Hosts;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Server.Gpu;

/// <summary>Looks at GPUs beside the load, and at the machines they are in: nvidia-smi where the server is on this machine, else the pages of exporters. The sampler beats, the aggregator takes what was seen.</summary>
internal sealed class GpuWatch : IDisposable
{
    // nvidia-smi writes once a second; a driver that hangs stops it.
    private static readonly long SilenceTicks = Ticks.FromSeconds(5);

    private readonly ConcurrentQueue<GpuReading> _readings = new();
    private readonly ConcurrentQueue<HostReading> _hosts = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly PagePoller[] _pollers;
    private readonly NvidiaSmi? _program;
    private long _heardTicks;
    private bool _isTold;

    /// <summary>Prepares to look; nvidia-smi is started at once.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="path">The variable PATH.</param>
    public GpuWatch(RunOptions options, string? path)
    {
        _pollers = [.. options.Watch.GpuExporters.Select(address => new PagePoller(address, options, (page, problem, ticks) => Take(address, page, problem, ticks)))];
        Source = options.Watch.Gpu == GpuSource.Exporter ? string.Join(", ", options.Watch.GpuExporters.Select(address => address.Shown)) : null;
        if (options.Watch.Gpu != GpuSource.Auto)
            return;
        if (!IsHere(options.Target.Host))
        {
            Absence = $"{options.Target.Host} is not this machine: --gpu URL names an exporter there";
            return;
        }
        if (NvidiaSmi.Find(path) is not { } file)
        {
            Absence = "no nvidia-smi on PATH";
            return;
        }
        _heardTicks = Ticks.Now;
        Source = "nvidia-smi";
        _program = NvidiaSmi.Start(file, Take, _problems.Enqueue);
    }

    /// <summary>Where the readings come from; null when there are none.</summary>
    public string? Source { get; }

    /// <summary>Why nobody looks, with --gpu auto; null when somebody does, or nobody is to.</summary>
    public string? Absence { get; }

    /// <summary>Looks where it is time.</summary>
    public void Beat(long nowTicks)
    {
        foreach (var poller in _pollers)
            poller.Beat(nowTicks);
        if (_program is null || _isTold || nowTicks - Interlocked.Read(ref _heardTicks) < SilenceTicks)
            return;
        _isTold = true;
        _problems.Enqueue($"nvidia-smi has said nothing for {Ticks.ToSeconds(SilenceTicks):0} s");
    }

    /// <summary>What was seen next; the aggregator's thread.</summary>
    public bool TryTake(out GpuReading reading) => _readings.TryDequeue(out reading!);

    /// <summary>What was seen of a machine next; the same.</summary>
    public bool TryTakeHost(out HostReading reading) => _hosts.TryDequeue(out reading!);

    /// <summary>What went wrong next.</summary>
    public bool TryTakeProblem(out string problem) => _problems.TryDequeue(out problem!);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var poller in _pollers)
            poller.Dispose();
        _program?.Dispose();
    }

    private void Take(GpuReading reading)
    {
        Interlocked.Exchange(ref _heardTicks, Ticks.Now);
        _readings.Enqueue(reading);
    }

    private void Take(MetricsAddress address, ReadOnlyMemory<byte> page, string? problem, long ticks)
    {
        var gpus = problem is null ? ExporterPage.Read(page.Span, ticks) : [];
        foreach (var gpu in gpus)
            _readings.Enqueue(gpu);
        var host = problem is null ? NodeExporterPage.Read(page.Span, address.Shown, ticks) : null;
        if (host is not null)
            _hosts.Enqueue(host);
        if (gpus.Count == 0 && host is null)
            _problems.Enqueue($"{address.Shown}: {problem ?? "the page has no GPU of DCGM or nvidia_gpu_exporter, and is none of node_exporter"}");
    }

    // A name that leads to one of our own addresses is us; one that leads nowhere has failed elsewhere already.
    private static bool IsHere(string host)
    {
        if (ProxyRules.IsLoopback(host))
            return true;
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host);
            var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address).ToHashSet();
            return addresses.Any(address => IPAddress.IsLoopback(address) || own.Contains(address));
        }
        catch (Exception e) when (e is SocketException or NetworkInformationException)
        {
            return false;
        }
    }
}
