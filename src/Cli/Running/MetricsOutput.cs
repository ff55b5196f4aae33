using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Hands the figures of a run out while it goes on: a page that is served, and pushes to a collector. Any thread.</summary>
internal sealed class MetricsOutput : IAsyncDisposable
{
    private MetricsServer? _server;
    private OtlpPusher? _pusher;
    private volatile LiveFigures _figures = new();

    private MetricsOutput()
    {
    }

    /// <summary>Counts along; of the run that goes on.</summary>
    internal LiveFigures Figures => _figures;

    /// <summary>Begins to serve and to push; null where neither is wanted.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="run">How the server is reached.</param>
    /// <param name="say">Tells a person, before the run.</param>
    /// <param name="sayLater">Tells a person while it goes on.</param>
    /// <exception cref="OptionException">Nobody can listen there.</exception>
    internal static MetricsOutput? Open(ExportOptions options, RunOptions run, Action<string> say, Action<string> sayLater)
    {
        if (options is { Serve: null, Otlp: null })
            return null;
        var output = new MetricsOutput();
        if (options.Serve is { } address)
        {
            output._server = MetricsServer.Start(address, options.ServeShown, () => output._figures);
            say($"metrics  {output._server.Url} until the end");
        }

        if (options.Otlp is { } collector)
        {
            output._pusher = new OtlpPusher(collector, options.OtlpHeaders, run, () => output._figures, problem => sayLater($"warning: {problem}"));
            say($"metrics  pushed to {collector.Shown}{(options.OtlpHeaders.Count > 0 ? $" with the headers of {OtlpText.HeadersVariable}" : "")}");
        }

        return output;
    }

    /// <summary>A load is about to begin.</summary>
    internal void Begin(RunDescription run, RunOptions options) => _figures.Describe(run, options);

    /// <summary>Another run takes the place of the one before, and counts from 0.</summary>
    internal async Task BeginAnewAsync()
    {
        if (_pusher is not null)
            await _pusher.PushAsync();
        _figures = new LiveFigures();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pusher is not null)
            await _pusher.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
