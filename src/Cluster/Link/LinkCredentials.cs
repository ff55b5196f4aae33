using NATS.Client.Core;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Link;

/// <summary>Says to the broker who we are. The files are looked into before anything is dialled: the client library would fail as if nobody were there.</summary>
internal static class LinkCredentials
{
    /// <summary>What the client library takes.</summary>
    /// <exception cref="OptionException">A file does not hold what it should.</exception>
    public static NatsAuthOpts Of(LinkSettings settings)
    {
        if (settings.CredsFile is { } creds)
        {
            var text = string.Join('\n', Lines("--nats-creds", creds));
            if (!text.Contains("BEGIN NATS USER JWT", StringComparison.Ordinal) || !text.Contains("BEGIN USER NKEY SEED", StringComparison.Ordinal))
                throw new OptionException($"--nats-creds {creds} holds no JWT with its seed", "--nats-creds with a file that nsc wrote");
            return new NatsAuthOpts { CredsFile = creds };
        }

        if (settings.NKeyFile is { } nkey)
        {
            // The seed of a user begins so; the file may hold its public key beside it.
            var seed = Array.Find(Lines("--nats-nkey", nkey), static line => line.StartsWith("SU", StringComparison.Ordinal))
                ?? throw new OptionException($"--nats-nkey {nkey} holds no seed of a user", "--nats-nkey with a file that nk -gen user wrote");
            return new NatsAuthOpts { AuthCredCallback = (_, _) => ValueTask.FromResult(NatsAuthCred.FromNkey(seed)) };
        }

        return new NatsAuthOpts { Username = settings.User, Password = settings.Password?.Reveal(), Token = settings.Token?.Reveal() };
    }

    private static string[] Lines(string option, string file)
    {
        try
        {
            return [.. File.ReadAllLines(file).Select(static line => line.Trim())];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{option} {file} is no file that can be read");
        }
    }
}
