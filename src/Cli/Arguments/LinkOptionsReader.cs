using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads how the broker is reached.</summary>
internal static class LinkOptionsReader
{
    /// <summary>The option that names it.</summary>
    internal const string Broker = "--nats";

    /// <summary>How we say who we are to it.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        ["--nats-user", "--nats-password-env", "--nats-password-file", "--nats-creds", "--nats-nkey", "--nats-cacert", "--nats-cert", "--nats-key"];

    /// <summary>The settings; null for a broker of our own.</summary>
    /// <exception cref="OptionException">No broker is named, or a value cannot be.</exception>
    internal static LinkSettings? Read(CommandRequest request, IOptionSources sources)
    {
        var values = request.Options;
        var name = request.Command!.Name;
        var broker = values.One(Broker) ?? throw new OptionException($"{name} needs the address of a broker", $"{CommandTable.Program} {name} {Broker} nats://127.0.0.1:4222");
        string? Text(string option) => values.One(option)?.Text;
        if (broker.Text == LinkReader.Embedded)
        {
            return Names.Select(values.One).OfType<OptionValue>().FirstOrDefault() is { } given
                ? throw given.Wrong($"is of a broker that there is already, and {Broker} {LinkReader.Embedded} starts one; keep one")
                : null;
        }

        return LinkReader.Read(
            new LinkInput
            {
                Url = broker.Text, User = Text("--nats-user"), PasswordVariable = Text("--nats-password-env"), PasswordFile = Text("--nats-password-file"),
                CredsFile = Text("--nats-creds"), NKeyFile = Text("--nats-nkey"), CaCertFile = Text("--nats-cacert"), CertFile = Text("--nats-cert"), KeyFile = Text("--nats-key"),
            },
            sources);
    }
}
