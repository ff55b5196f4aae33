using System.Globalization;
using System.Text.Json;
using NATS.Client.Core;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Finds the agents of a broker.</summary>
public static class Discovery
{
    private const int MostText = 200;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // From one answer to the next: agents on two continents answer some 0.3 s apart.
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(5);

    /// <summary>Looks who is there, and what each does.</summary>
    /// <exception cref="ClusterException">The broker does not allow it.</exception>
    public static async Task<IReadOnlyList<AgentInfo>> LookAsync(NatsLink link, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var found = new List<AgentInfo>();
        try
        {
            var options = new NatsSubOpts { StartUpTimeout = First, IdleTimeout = Next, Timeout = All };
            await foreach (var message in link.Connection.RequestManyAsync<byte[], byte[]>(Subjects.Discovery, null, replyOpts: options, cancellationToken: cancellation))
            {
                if (message.Data is { Length: > 0 } data && Read(data) is { } agent)
                    found.Add(agent);
            }
        }
        catch (NatsNoRespondersException)
        {
            return [];
        }

        if (link.Forbidden.Of(Subjects.Discovery) is { } sentence)
            throw new ClusterException(sentence, "the permissions of a coordinator in docs/cluster.md");
        return await Task.WhenAll(found.DistinctBy(static agent => agent.Id, StringComparer.Ordinal).Select(agent => AskAsync(link, agent, cancellation)));
    }

    private static async Task<AgentInfo> AskAsync(NatsLink link, AgentInfo agent, CancellationToken cancellation)
    {
        var (answer, _) = await link.AskAsync(Subjects.Agent(agent.Id, "status"), Frame.Write(new RunOrder(), ClusterJson.Default.RunOrder), First, cancellation);
        try
        {
            var status = answer is null ? null : Frame.Read(answer, ClusterJson.Default.OrderReply);
            // Registered, but it does not answer: nothing to count on.
            return agent with { Phase = status?.Phase ?? AgentPhase.Failed, Run = status?.Run };
        }
        catch (ClusterException)
        {
            // It speaks another version, which is no reason to do without the others.
            return agent with { Phase = AgentPhase.Failed };
        }
    }

    // Whoever may register may call itself anything, and names stand in tables, on a terminal and in files.
    private static string Plain(string? text) =>
        text is null ? "" : string.Concat(text.Take(MostText).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '=' or ',' ? c : '_'));

    private static AgentInfo? Read(byte[] json)
    {
        ServiceInfo? info;
        try
        {
            info = JsonSerializer.Deserialize(json, ClusterJson.Default.ServiceInfo);
        }
        catch (JsonException)
        {
            return null;
        }

        if (info?.Metadata is not { } facts || facts.GetValueOrDefault("id") is not { Length: > 0 and <= 64 } id || !id.All(char.IsAsciiLetterOrDigit))
            return null;
        return new AgentInfo
        {
            Id = id,
            Name = Plain(facts.GetValueOrDefault("name")) is { Length: > 0 } name ? name : id,
            Region = Plain(facts.GetValueOrDefault("region")),
            Labels = Plain(facts.GetValueOrDefault("labels")),
            Version = Plain(facts.GetValueOrDefault("version")),
            Cores = int.TryParse(facts.GetValueOrDefault("cores"), NumberStyles.None, CultureInfo.InvariantCulture, out var cores) ? cores : null,
            CeilingPerSecond = double.TryParse(facts.GetValueOrDefault("ceiling_per_s"), NumberStyles.Float, CultureInfo.InvariantCulture, out var ceiling) ? ceiling : null,
            IsTls = facts.GetValueOrDefault("tls") == "true",
        };
    }
}
