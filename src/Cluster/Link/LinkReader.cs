using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Link;

/// <summary>Checks what the command line says about the broker, once and before anything is dialled.</summary>
public static class LinkReader
{
    /// <summary>The value of --nats that starts a broker of our own.</summary>
    public const string Embedded = "embedded";

    private const int DefaultPort = 4222;

    /// <summary>Reads the address and who we are.</summary>
    /// <exception cref="OptionException">A value cannot be, or two contradict each other.</exception>
    public static LinkSettings Read(LinkInput input, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(sources);
        string? inUrl = null;
        var needsTls = input.CaCertFile is not null || input.CertFile is not null;
        var servers = new List<string>();
        foreach (var part in input.Url.Split(',', StringSplitOptions.TrimEntries))
        {
            var address = Parse(part);
            inUrl ??= address.UserInfo.Length > 0 ? address.UserInfo : null;
            needsTls |= address.Scheme == "tls";
            servers.Add($"{address.Scheme}://{(address.Host.Contains(':') ? $"[{address.Host.Trim('[', ']')}]" : address.Host)}:{(address.Port < 0 ? DefaultPort : address.Port)}");
        }

        var ways = new[] { inUrl is null ? null : "the name in --nats", input.User is null ? null : "--nats-user", input.CredsFile is null ? null : "--nats-creds", input.NKeyFile is null ? null : "--nats-nkey" };
        if (ways.OfType<string>().ToArray() is { Length: > 1 } several)
            throw new OptionException($"{several[0]} and {several[1]} both say who we are; keep one");
        if (input.KeyFile is not null && input.CertFile is null)
            throw new OptionException($"--nats-key {input.KeyFile} is the key of no certificate", "--nats-cert with the certificate's file");
        foreach (var (option, file) in new[] { ("--nats-creds", input.CredsFile), ("--nats-nkey", input.NKeyFile), ("--nats-cacert", input.CaCertFile), ("--nats-cert", input.CertFile), ("--nats-key", input.KeyFile) })
        {
            if (file is not null && !sources.FileExists(file))
                throw new OptionException($"{option} {file} is no file that can be read");
        }

        var settings = new LinkSettings
        {
            Servers = servers, NeedsTls = needsTls, CredsFile = input.CredsFile, NKeyFile = input.NKeyFile,
            CaCertFile = input.CaCertFile, CertFile = input.CertFile, KeyFile = input.KeyFile,
        };
        return inUrl is not null ? FromUrl(settings, inUrl) : input.User is null ? WithoutUser(settings, input) : settings with { User = input.User, Password = Password(input, sources) };
    }

    private static Uri Parse(string text)
    {
        // careful: whatever stands in front of an @ may be a password, so a refused address is not repeated as it is.
        var shown = TargetText.Redact(text);
        if (text.Length == 0)
            throw new OptionException("--nats names no broker", "--nats nats://127.0.0.1:4222");
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "nats://" + text;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new OptionException($"--nats {shown} is no address of a broker", "--nats nats://127.0.0.1:4222");
        if (address.Scheme is not ("nats" or "tls"))
            throw new OptionException($"--nats {shown} has the scheme {address.Scheme}; write nats:// or tls://");
        return address.AbsolutePath.Trim('/').Length == 0 && address.Query.Length == 0 ? address
            : throw new OptionException($"--nats {shown} has something behind its port; write nats://host:4222");
    }

    private static LinkSettings FromUrl(LinkSettings settings, string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        // A name alone is a token, as in every other program that takes such an address.
        return colon < 0
            ? settings with { Token = new Secret(Uri.UnescapeDataString(userInfo)) }
            : settings with { User = Uri.UnescapeDataString(userInfo[..colon]), Password = new Secret(Uri.UnescapeDataString(userInfo[(colon + 1)..])) };
    }

    private static LinkSettings WithoutUser(LinkSettings settings, LinkInput input) =>
        input.PasswordVariable is null && input.PasswordFile is null ? settings
        : throw new OptionException($"{(input.PasswordFile is null ? "--nats-password-env" : "--nats-password-file")} is the password of nobody", "--nats-user with the name");

    private static Secret Password(LinkInput input, IOptionSources sources)
    {
        if (input.PasswordVariable is not null && input.PasswordFile is not null)
            throw new OptionException("--nats-password-env and --nats-password-file both give the password; keep one");
        if (input.PasswordVariable is { } variable)
        {
            return sources.Variable(variable) is { Length: > 0 } value ? new Secret(value)
                : throw new OptionException($"--nats-password-env {variable} names a variable that is not set");
        }

        if (input.PasswordFile is not { } file)
            throw new OptionException($"--nats-user {input.User} has no password", "--nats-password-env NAME or --nats-password-file FILE");
        // The newline that every editor leaves at the end belongs to no password.
        return sources.TryReadText(file)?.TrimEnd('\r', '\n') is { Length: > 0 } text ? new Secret(text)
            : throw new OptionException($"--nats-password-file {file} is no file that can be read, or empty");
    }
}
