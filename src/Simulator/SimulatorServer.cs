using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace VllmStream.Simulation;

/// <summary>A running simulator: a server that answers as vLLM does and knows when it sent what.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    // Long enough for the last bytes of an answer that is just ending; open streams are cut after it.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(100);

    private readonly KestrelServer kestrel;
    private readonly Pacer timing;
    private readonly IEngine model;
    private bool disposed;

    private SimulatorServer(KestrelServer server, Pacer pacer, IEngine engine, Uri baseUrl)
    {
        model = engine;
        kestrel = server;
        timing = pacer;
        BaseUrl = baseUrl;
    }

    /// <summary>Where it listens, without a path: http://127.0.0.1:port/.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The port it listens on, also when a free one was asked for.</summary>
    public int Port => BaseUrl.Port;

    /// <summary>Starts to listen; the server runs until it is disposed.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message is <see cref="SimulatorOptions.Problem"/>.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem) throw new ArgumentException(problem, nameof(options));

        options = options.Fitted();
        _ = VllmRelease.TryParse(options.VllmVersion, out var release);
        var pacer = new Pacer(FutexSleep.IsSupported ? new FutexSleep() : new MonitorSleep());
        var server = CreateKestrel(options);
        try
        {
            var log = new EmissionLog(options.EmissionLogCapacity);
            var metrics = new ServerMetrics(options.MaxModelLen);
            IEngine engine = options.Steps is { } steps ? new StepEngine(steps, (ulong)options.Seed, options.Stall, new PacedClock(pacer)) : new TimerEngine(options, pacer);
            var generation = new GenerationEndpoint(options, engine, pacer, log, metrics);
            var page = new MetricsPage(options.Model, release, metrics, engine);
            await server.StartAsync(new SimulatorApplication(options, generation, new PoolingEndpoint(options, engine), log, page), cancellationToken);
            return new SimulatorServer(server, pacer, engine, new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        }
        catch
        {
            server.Dispose();
            pacer.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and cuts what is still open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        using (var grace = new CancellationTokenSource(StopGrace)) await kestrel.StopAsync(grace.Token);
        kestrel.Dispose();
        (model as IDisposable)?.Dispose();
        timing.Dispose();
    }

    private static KestrelServer CreateKestrel(SimulatorOptions options)
    {
        var settings = new KestrelServerOptions { AddServerHeader = false };
        // A client that reads slowly is a case to simulate, not one to cut; the number of connections is the client's choice.
        settings.Limits.MinResponseDataRate = null;
        settings.Limits.MinRequestBodyDataRate = null;
        settings.Limits.MaxConcurrentConnections = null;
        settings.Limits.MaxRequestBodySize = null;
        settings.Listen(options.Address!, options.Port, listen =>
        {
            listen.Protocols = options.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (!options.Http2) RawTransport.Use(listen);
        });
        // Inline: the flush of a token ends in send() on the same thread, with no hop to the pool in between, so the two stamps of
        // the log enclose the system call.
        var sockets = new SocketTransportOptions { UnsafePreferInlineScheduling = true, Backlog = 4096 };
        return new KestrelServer(
            Options.Create(settings),
            new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }
}
