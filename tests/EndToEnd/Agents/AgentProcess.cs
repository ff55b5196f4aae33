namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>An agent as a process of its own, with a folder for what it writes.</summary>
internal sealed class AgentProcess : IDisposable
{
    private AgentProcess(string name, TempFolder folder, VllmstreamProcess process) => (Name, Folder, Process) = (name, folder, process);

    public string Name { get; }

    public TempFolder Folder { get; }

    public VllmstreamProcess Process { get; }

    /// <summary>Starts one and waits until it can be found.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="link">How it reaches its broker: <c>--nats</c> and what belongs to it.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<AgentProcess> StartAsync(string name, IEnumerable<string> link, params IEnumerable<string> more)
    {
        var folder = new TempFolder();
        var agent = new AgentProcess(name, folder, Vllmstream.Start(folder, ["agent", .. link, "--name", name, "--work-dir", folder.Path, .. more]));
        try
        {
            await Wait.UntilAsync(() => agent.Process.StderrSoFar.Contains(" waits on ", StringComparison.Ordinal) || agent.Process.HasExited);
            return agent.Process.HasExited ? throw new Xunit.Sdk.XunitException($"agent {name} ended: {agent.Process.StderrSoFar}") : agent;
        }
        catch
        {
            agent.Dispose();
            throw;
        }
    }

    /// <summary>Starts several at once.</summary>
    public static async Task<IReadOnlyList<AgentProcess>> StartAllAsync(IEnumerable<string> names, IReadOnlyList<string> link, params IEnumerable<string> more) =>
        await Task.WhenAll(names.Select(name => StartAsync(name, link, more)));

    /// <summary>Its records of a run.</summary>
    public string RecordsPath(string run) => Directory.GetFiles(Folder.Path, $"{Name}-run-{run}-*.ndjson") is [var only] ? only : throw new Xunit.Sdk.XunitException($"agent {Name} has no records of run {run}: {Process.StderrSoFar}");

    /// <inheritdoc cref="RecordsPath"/>
    public RunFile Records(string run) => RunFile.Read(RecordsPath(run));

    public void Dispose()
    {
        Process.Dispose();
        Folder.Dispose();
    }
}
