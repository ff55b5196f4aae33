using System.Globalization;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;

namespace VllmStream.Bench.Clusters;

/// <summary>The process of the agents: each with a connection of its own, as on machines of their own.</summary>
internal static class StandInAgents
{
    /// <summary>The hidden command: URL, number of agents, seconds.</summary>
    public const string Command = "cluster-agents";

    /// <summary>Hosts them until its standard input ends.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new LinkSettings { Servers = [args[0]], NeedsTls = false, User = EmbeddedBroker.User, Password = new Secret(Environment.GetEnvironmentVariable(EmbeddedBroker.PasswordVariable)!) };
        var (count, seconds) = (int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        var work = new StandInWork(seconds);
        var links = new NatsLink[count];
        var agents = new Agent[count];
        for (var i = 0; i < count; i++)
        {
            links[i] = await NatsLink.ConnectAsync(settings, LinkRole.Agent, TimeSpan.FromSeconds(20));
            agents[i] = await Agent.StartAsync(links[i], new AgentIdentity { Name = $"a{i + 1}", Version = "0.1.0" }, work, new AgentSettings());
        }

        await Console.Out.WriteLineAsync("ready");
        await using var input = Console.OpenStandardInput();
        await ParentWatch.WhenGoneAsync(input, CancellationToken.None);
        return 0;
    }
}
