using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Link;

/// <summary>How to reach the broker, read and checked. Prints no secret.</summary>
public sealed record LinkSettings
{
    /// <summary>Addresses without credentials: scheme, host and port of each.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>True if nothing is said without TLS: a tls:// address, or certificates of our own or of an authority.</summary>
    public required bool NeedsTls { get; init; }

    /// <summary>User name; null = none.</summary>
    public string? User { get; init; }

    /// <summary>Its password; null = none.</summary>
    public Secret? Password { get; init; }

    /// <summary>A token instead of user and password; null = none.</summary>
    public Secret? Token { get; init; }

    /// <summary>File with JWT and seed; null = none.</summary>
    public string? CredsFile { get; init; }

    /// <summary>File with a seed; null = none.</summary>
    public string? NKeyFile { get; init; }

    /// <summary>PEM of authorities to believe beside the system's; null = none.</summary>
    public string? CaCertFile { get; init; }

    /// <summary>Our certificate; null = none.</summary>
    public string? CertFile { get; init; }

    /// <summary>Its key; null = in the same file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The addresses, for error lines.</summary>
    public string Shown => string.Join(',', Servers);

    /// <summary>How we say who we are, for error lines.</summary>
    internal string ShownUser =>
        User is not null ? $"user {User}" : Token is not null ? "a token" : CredsFile is not null ? $"the credentials of {CredsFile}" : NKeyFile is not null ? $"the NKey of {NKeyFile}" : "no credentials";
}
