using System.Net.Sockets;
using System.Security.Authentication;
using NATS.Client.Core;

namespace VllmStream.Cluster.Link;

/// <summary>Why the broker was not reached, in one line, out of what the client library throws. Pure.</summary>
internal static class LinkFailure
{
    /// <summary>Puts it into words.</summary>
    /// <param name="settings">How we dialled.</param>
    /// <param name="trust">What we thought of the broker's certificate.</param>
    /// <param name="thrown">What came of it.</param>
    /// <param name="logged">What the library said beside it.</param>
    /// <param name="info">What the broker said of itself; null = it did not.</param>
    public static ClusterException Of(LinkSettings settings, LinkTrust trust, Exception thrown, Exception? logged, INatsServerInfo? info)
    {
        var broker = $"the broker at {settings.Shown}";
        if (Find<NatsServerException>(thrown, logged) is { } refused)
        {
            return new ClusterException(
                refused.IsAuthError ? $"{broker} refuses {settings.ShownUser}: {(settings.User is null ? "it does not know us" : "wrong name or password")}" : $"{broker} refuses us: {refused.Error}",
                refused.IsAuthError && settings.ShownUser == "no credentials" ? "--nats-user with --nats-password-env, --nats-creds or --nats-nkey" : null,
                thrown)
            {
                // It did not hear our answer in time: a busy machine, and no refusal.
                Data = { [refused.Error.Contains("timeout", StringComparison.OrdinalIgnoreCase) ? IsAbsence : "refusal"] = true },
            };
        }

        if (trust.Distrust is { } distrust)
            return new ClusterException($"the certificate of {broker} is not believed: {distrust}", "--nats-cacert with the PEM file of its authority", thrown);
        if (info is { TlsVerify: true })
        {
            return trust.HasOurs
                ? new ClusterException($"{broker} does not accept the certificate {settings.CertFile}", "--nats-cert with one of the authority that the broker trusts", thrown)
                : new ClusterException($"{broker} asks for a client certificate", "--nats-cert FILE and --nats-key FILE", thrown);
        }

        if (settings.NeedsTls && info is { TlsRequired: false, TlsAvailable: false })
            return new ClusterException($"{broker} does not speak TLS", "nats:// where that is meant to be", thrown);
        if (Find<AuthenticationException>(thrown, logged) is { } tls)
            return new ClusterException($"there is no TLS with {broker}: {tls.Message}", inner: thrown);
        var socket = Find<SocketException>(thrown, logged);
        if (socket is null && Find<TimeoutException>(thrown, logged) is null && Find<IOException>(thrown, logged) is null)
            return new ClusterException($"there is no link to {broker}: {(logged ?? thrown).Message}", inner: thrown);
        return new ClusterException($"no broker answers at {settings.Shown}: {Reason(socket, logged ?? thrown)}", "nats-server there, or --nats embedded for one on this machine", thrown)
        {
            Data = { [IsAbsence] = true },
        };
    }

    /// <summary>True if nobody answered, which time may mend; a refusal is not mended by asking again.</summary>
    public static bool MayPass(ClusterException failure) => failure.Data.Contains(IsAbsence);

    private const string IsAbsence = "absence";

    private static string Reason(SocketException? socket, Exception other) => socket?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name is not known",
        SocketError.TimedOut => "no answer in time",
        { } code => code.ToString(),
        null => other is TimeoutException ? "no answer in time" : other.Message,
    };

    private static T? Find<T>(params ReadOnlySpan<Exception?> roots)
        where T : Exception
    {
        foreach (var root in roots)
        {
            for (var e = root; e is not null; e = e.InnerException)
            {
                if (e is T found)
                    return found;
            }
        }

        return null;
    }
}
