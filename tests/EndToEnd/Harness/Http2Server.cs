using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A real HTTP/2 server (Kestrel), h2c or with TLS, that answers POST requests by a script and counts what it sees.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, int, Task> _answer;
    private readonly bool _isTls;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly ConcurrentQueue<string> _protocols = new();
    private readonly ConcurrentDictionary<string, int> _connections = new();
    private int _inFlight;
    private int _maxInFlight;
    private int _posts;
    private int _left;

    private Http2Server(WebApplication app, Func<HttpContext, int, Task> answer, bool isTls) => (_app, _answer, _isTls) = (app, answer, isTls);

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Url => $"{(_isTls ? "https" : "http")}://127.0.0.1:{Port}";

    /// <summary>The POST requests, in order of arrival.</summary>
    public IReadOnlyList<ScriptedRequest> Posts => [.. _requests];

    /// <summary>Protocol of every request, look-ups included.</summary>
    public IReadOnlyList<string> Protocols => [.. _protocols];

    /// <summary>Connections that carried a POST.</summary>
    public int Connections => _connections.Count;

    public int MaxInFlight => Volatile.Read(ref _maxInFlight);

    /// <summary>POST requests that the client left before their answer was whole.</summary>
    public int Left => Volatile.Read(ref _left);

    public static async Task<Http2Server> StartAsync(
        Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null, int streams = 100, HttpProtocols protocols = HttpProtocols.Http2, bool asksForCertificate = false)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = streams;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate, https =>
                    {
                        // What the client shows, if anything, is taken.
                        https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.NoCertificate;
                        https.AllowAnyClientCertificate();
                    });
                }
            });
        });
        var app = builder.Build();
        var server = new Http2Server(app, answer, certificate is not null);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>A chat answer with these tokens, each at its time after the request.</summary>
    public static async Task ChatAsync(HttpContext context, double firstMs, double gapMs, int tokens)
    {
        var begun = Monotonic.Now;
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, CaseBytes.R());
        for (var i = 0; i < tokens; i++)
        {
            var left = firstMs + i * gapMs - Monotonic.ToMs(Monotonic.Now - begun);
            if (left > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(left), context.RequestAborted);
            await SendAsync(context, CaseBytes.C($"t{i} "));
        }
        await SendAsync(context, CaseBytes.Tail(tokens));
    }

    public static async Task SendAsync(HttpContext context, byte[] bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        _protocols.Enqueue(context.Request.Protocol);
        if (context.Request.Method != "POST")
        {
            await context.Response.WriteAsync(context.Request.Path == "/v1/models" ? """{"object":"list","data":[{"id":"m","object":"model"}]}""" : """{"version":"0.11.0"}""");
            return;
        }
        var (number, now) = (Interlocked.Increment(ref _posts) - 1, Interlocked.Increment(ref _inFlight));
        for (int max; now > (max = Volatile.Read(ref _maxInFlight));)
            Interlocked.CompareExchange(ref _maxInFlight, now, max);
        try
        {
            _requests.Enqueue(await ReadAsync(context.Request));
            _connections[context.Connection.Id] = 0;
            await _answer(context, number);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref _left);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private static async Task<ScriptedRequest> ReadAsync(HttpRequest request)
    {
        using var body = new StreamReader(request.Body);
        KeyValuePair<string, string>[] headers = [.. request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()))];
        return new ScriptedRequest(request.Method, request.Path + request.QueryString, headers, await body.ReadToEndAsync(), 0, Monotonic.Now);
    }
}
