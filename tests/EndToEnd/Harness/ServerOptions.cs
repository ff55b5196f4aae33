using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>How the scripted server listens.</summary>
internal sealed record ServerOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 = any free port.</summary>
    public int Port { get; init; }

    /// <summary>Certificate with key; null = plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Clients must show a certificate that this authority issued; null = none is asked for.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    /// <summary>Versions of TLS; none = what the system likes best.</summary>
    public SslProtocols Protocols { get; init; }

    public string Model { get; init; } = "m";

    /// <summary>A socket that listens already, in another network namespace for example; null = made here.</summary>
    public Socket? Listener { get; init; }
}
