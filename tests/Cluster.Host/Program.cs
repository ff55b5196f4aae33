using System.Runtime.InteropServices;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Tests.ClusterHost;

// An agent as a process of its own: URL, name, region, allowed target. Ends in good order on SIGTERM and when its standard input ends.
// The password of an embedded broker comes in the environment.
var settings = new LinkSettings { Servers = [args[0]], NeedsTls = false };
if (Environment.GetEnvironmentVariable(EmbeddedBroker.PasswordVariable) is { } password)
    settings = settings with { User = EmbeddedBroker.User, Password = new Secret(password) };
await using var link = await NatsLink.ConnectAsync(settings, LinkRole.Agent, TimeSpan.FromSeconds(5));
var identity = new AgentIdentity { Name = args[1], Region = args[2], Version = "1.0.0" };
using var end = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    end.Cancel();
});
var agentSettings = new AgentSettings { OnNote = Console.WriteLine, LeaveTime = TimeSpan.FromSeconds(10) };
await using var agent = await Agent.StartAsync(link, identity, new StandInWork(), agentSettings);
await Console.Out.WriteLineAsync($"agent {identity.Name}");
await using var input = Console.OpenStandardInput();
await Task.WhenAny(ParentWatch.WhenGoneAsync(input, end.Token), Task.Delay(Timeout.Infinite, end.Token));
await agent.LeaveAsync();
await Console.Out.WriteLineAsync("left");
