using System.Net;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Transport;

/// <summary>What a transport needs to know to reach a server. Immutable; shared by all requests.</summary>
public sealed class ConnectTarget
{
    /// <summary>Derives it from the options of a run.</summary>
    public ConnectTarget(TargetUrl url, ConnectionOptions options)
    {
        Url = url;
        Proxy = options.Proxy;
        Tls = url.IsTls && !options.Http2 ? new TlsLayer(url, options) : null;
        IsAddress = IPAddress.TryParse(DialHost, out _);
    }

    /// <summary>The server.</summary>
    public TargetUrl Url { get; }

    /// <summary>HTTP proxy in front of it; null = direct.</summary>
    public Uri? Proxy { get; }

    /// <summary>TLS of the server; null for http, and with HTTP/2, where .NET's client makes it.</summary>
    public TlsLayer? Tls { get; }

    /// <summary>Host that is dialled.</summary>
    public string DialHost => Proxy is null ? Url.Host : Proxy.IdnHost;

    /// <summary>True when that is an address, which needs no resolver.</summary>
    public bool IsAddress { get; }

    /// <summary>Port that is dialled.</summary>
    public int DialPort => Proxy?.Port ?? Url.Port;

    /// <summary>True when requests name the whole address in their first line, as plain HTTP through a proxy does.</summary>
    public bool UsesAbsoluteForm => Proxy is not null && !Url.IsTls;

    /// <summary>True when a proxy is asked for a tunnel, as TLS through a proxy is.</summary>
    public bool NeedsTunnel => Proxy is not null && Url.IsTls;
}
