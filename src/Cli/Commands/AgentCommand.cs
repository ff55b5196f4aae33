using System.Runtime.InteropServices;
using VllmStream.Cli.Agents;
using VllmStream.Cli.Running;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;

namespace VllmStream.Cli.Commands;

/// <summary>Waits on a broker for work, does it, and leaves when it is told to.</summary>
internal static class AgentCommand
{
    /// <summary>Set for an agent that must end with the run that started it.</summary>
    internal const string TiedVariable = "VLLMSTREAM_AGENT_TIED";

    // An agent is often started beside its broker, which may take a while.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedAgent parsed)
    {
        var talk = new Talk(Console.Error, parsed.Quiet, overwrite: false);
        foreach (var warning in parsed.Warnings)
            talk.Line($"warning: {warning}");
        using var leave = new CancellationTokenSource();
        using var now = new CancellationTokenSource();
        var isTied = Environment.GetEnvironmentVariable(TiedVariable) is not null;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => On(context, leave, now));
        // Ctrl-C is for the run that started it, which needs it until its end.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            if (isTied)
                context.Cancel = true;
            else
                On(context, leave, now);
        });
        try
        {
            await using var link = await NatsLink.ConnectAsync(parsed.Link, LinkRole.Agent, Patience, line => talk.Line($"waiting  {line}"), leave.Token);
            link.Listen(talk.Line);
            var work = new ShareWork(parsed.Identity.Name, parsed.Own, parsed.WorkFolder, talk.Line);
            var settings = new AgentSettings { Targets = parsed.Targets, OnNote = talk.Line, WorkFolder = parsed.WorkFolder };
            await using var agent = await Agent.StartAsync(link, parsed.Identity, work, settings, leave.Token);
            talk.Line($"agent    {Shown(parsed)} waits on {link.Settings.Shown}, fires at {parsed.Targets}");
            var told = Task.Delay(Timeout.Infinite, leave.Token);
            await using var input = isTied ? Console.OpenStandardInput() : Stream.Null;
            var parent = isTied ? ParentWatch.WhenGoneAsync(input, leave.Token) : told;
            await Task.WhenAny(told, parent);
            // Without a parent nobody is left who would fetch a result, and the broker goes with it.
            if (!leave.IsCancellationRequested)
                await now.CancelAsync();
            else if (agent.Phase != Cluster.Messages.AgentPhase.Idle)
                talk.Line("leaving once the run is drained and its result was fetched; once more to leave at once");
            await agent.LeaveAsync(now.Token);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // Before it had begun.
        }

        talk.Line("left");
        return ExitCode.Ok;
    }

    private static string Shown(ParsedAgent parsed) => parsed.Identity.Region.Length > 0 ? $"{parsed.Identity.Name} ({parsed.Identity.Region})" : parsed.Identity.Name;

    private static void On(PosixSignalContext context, CancellationTokenSource leave, CancellationTokenSource now)
    {
        context.Cancel = true;
        if (leave.IsCancellationRequested)
            now.Cancel();
        else
            leave.Cancel();
    }
}
