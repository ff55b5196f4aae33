using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server.Gpu;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling;

/// <summary>Looks at the server and its GPUs beside the load. The sampler beats, threads of the pool read, the aggregator takes what was seen; nobody who sends or reads waits for it.</summary>
internal sealed class Lookout : IDisposable
{
    private const string MetricsCode = "server_metrics";
    private const string GpuCode = "gpu";

    private readonly ServerWatch _server;
    private readonly GpuWatch _gpu;
    private int _window;
    private bool _wasOver;

    /// <summary>Begins to look with the first beat.</summary>
    /// <param name="options">Where.</param>
    /// <param name="runStartTicks">Start of the run.</param>
    /// <param name="client">What the client has counted; any thread.</param>
    public Lookout(RunOptions options, long runStartTicks, Func<ClientCount> client)
    {
        _server = new ServerWatch(options, client);
        _gpu = new GpuWatch(options, Environment.GetEnvironmentVariable("PATH"));
        Book = new ServerBook(runStartTicks, new ServerSources
        {
            Pages = [.. _server.Addresses.Select(address => address.Shown)],
            Gpu = _gpu.Source,
            GpuAbsence = _gpu.Absence,
        });
    }

    /// <summary>What was seen. Aggregator's thread, and the run's own after it.</summary>
    public ServerBook Book { get; }

    /// <summary>Looks where it is time, and at once at the edges of the measured window. One thread.</summary>
    public void Beat(long nowTicks, MeasuredWindow window) => Beat(nowTicks, window.Number, window.SendsOver);

    /// <summary>The same for a load that others send.</summary>
    /// <param name="nowTicks">Now.</param>
    /// <param name="number">Number of the window; 0 before it.</param>
    /// <param name="isOver">True once nothing more is sent.</param>
    public void Beat(long nowTicks, int number, bool isOver)
    {
        if (number != _window || isOver != _wasOver)
            _server.AskAgain();
        (_window, _wasOver) = (number, isOver);
        _server.Beat(nowTicks);
        _gpu.Beat(nowTicks);
    }

    /// <summary>Writes down what was seen since the last call. Aggregator's thread.</summary>
    public void Take(RunFile? file, Action<string>? talk)
    {
        while (_server.TryTake(out var scrape))
        {
            if (Book.Take(scrape) is { } look)
                file?.Server(look);
            else
                Tell(scrape, file, talk);
        }
        while (_gpu.TryTake(out var reading))
            Book.Take(reading);
        while (_gpu.TryTakeHost(out var host))
            Book.Take(host);
        while (_gpu.TryTakeProblem(out var problem))
        {
            if (Book.TellOnce(GpuCode, problem) is { } text)
                file?.Note("info", GpuCode, text);
        }
        if (_gpu.Absence is { } absence && Book.TellOnce(GpuCode, absence) is { } why)
            file?.Note("info", GpuCode, why);
    }

    /// <summary>Ends an interval of about a second. Aggregator's thread.</summary>
    public void TakeInterval(long nowTicks, RunFile? file)
    {
        if (Book.TakeInterval(nowTicks) is { } look)
            file?.Server(look);
    }

    /// <summary>A last look, when every request has ended; takes two seconds at most.</summary>
    public Task FinishAsync() => _server.FinishAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _gpu.Dispose();
    }

    // Once for each page, whatever else goes wrong with it.
    private void Tell(ServerScrape scrape, RunFile? file, Action<string>? talk)
    {
        var address = _server.Addresses[scrape.Replica].Shown;
        if (Book.TellOnce(address, _server.IsAsked ? $"no metrics from {address}: {scrape.Problem}" : $"no metrics of the server: {address}: {scrape.Problem}; --metrics URL names another page") is not { } text)
            return;
        file?.Note(_server.IsAsked ? "warning" : "info", MetricsCode, text);
        if (_server.IsAsked)
            talk?.Invoke($"warning: {text}");
    }
}
