using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Transport;

/// <summary>What stands between an open TCP connection and the server: the proxy's tunnel, and TLS. The same over every transport.</summary>
internal static class SecureConnect
{
    /// <summary>The result of giving up.</summary>
    public static ConnectResult Cancelled => new(null, new RequestError("cancelled", "given up while connecting"));

    /// <summary>Opens what the target needs over <paramref name="pipe"/>, which is disposed when that fails.</summary>
    public static async ValueTask<ConnectResult> OverAsync(TimedPipe pipe, ConnectTarget target, CancellationToken cancel)
    {
        if (target.Tls is null && !target.NeedsTunnel)
            return new ConnectResult(pipe, null);

        using var abort = cancel.Register(static state => ((TimedPipe)state!).Abort(), pipe);
        if (target.NeedsTunnel && await ProxyTunnel.OpenAsync(pipe, target) is { } refused)
        {
            pipe.Dispose();
            return cancel.IsCancellationRequested ? Cancelled : new ConnectResult(null, refused);
        }
        if (target.Tls is null)
            return new ConnectResult(pipe, null);

        var begun = Ticks.Now;
        var plain = new PipeStream(pipe);
        var (stream, failure) = await target.Tls.AuthenticateAsync(plain, cancel);
        if (stream is null)
        {
            pipe.Dispose();
            return cancel.IsCancellationRequested
                ? Cancelled
                : new ConnectResult(null, new RequestError("tls", failure!.ToString()));
        }

        var ready = Ticks.Now;
        var phases = pipe.Phases with { TlsTicks = ready - begun };
        return new ConnectResult(new TlsPipe(pipe, plain, stream, target.Tls.Client) { Phases = phases, ReadyTicks = ready }, null);
    }
}
