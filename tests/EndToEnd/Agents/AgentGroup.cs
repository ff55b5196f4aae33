using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A broker and four agents on it that the tests of a class share, as agents do in life: one run after the other.</summary>
public sealed class AgentGroup : IAsyncLifetime
{
    private Broker? _broker;
    private IReadOnlyList<AgentProcess> _agents = [];

    /// <summary>What leads to the broker; the test is skipped where there is none.</summary>
    internal IReadOnlyList<string> Link => ["--nats", Brokers.Required(_broker).Url];

    /// <summary>In the order of their shares.</summary>
    internal IReadOnlyList<AgentProcess> Agents => _agents;

    public async ValueTask InitializeAsync()
    {
        if (!Brokers.AreHere)
            return;
        _broker = await Broker.StartAsync();
        _agents = await AgentProcess.StartAllAsync(["a1", "a2", "a3", "a4"], Link);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            agent.Dispose();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    /// <summary>Their records of a run, together.</summary>
    internal IReadOnlyList<RequestRow> Records(string run) => [.. _agents.SelectMany(agent => agent.Records(run).Requests).OrderBy(request => request.Id)];
}
