namespace VllmStream.Cluster.Link;

/// <summary>What the command line says about the broker, each value as it was written; null = not given.</summary>
public sealed record LinkInput
{
    /// <summary>--nats: one address, or several of one cluster with commas between them.</summary>
    public required string Url { get; init; }

    /// <summary>--nats-user.</summary>
    public string? User { get; init; }

    /// <summary>--nats-password-env: the variable that holds the password.</summary>
    public string? PasswordVariable { get; init; }

    /// <summary>--nats-password-file: the file that holds the password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>--nats-creds: a file with a JWT and its NKey seed, as nsc writes it.</summary>
    public string? CredsFile { get; init; }

    /// <summary>--nats-nkey: a file with an NKey seed.</summary>
    public string? NKeyFile { get; init; }

    /// <summary>--nats-cacert: PEM of the authorities to believe beside the system's.</summary>
    public string? CaCertFile { get; init; }

    /// <summary>--nats-cert: PEM or PKCS#12 of our own certificate.</summary>
    public string? CertFile { get; init; }

    /// <summary>--nats-key: PEM of its key, unless that lies in the same file.</summary>
    public string? KeyFile { get; init; }
}
