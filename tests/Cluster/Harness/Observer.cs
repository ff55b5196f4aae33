using System.Diagnostics;
using System.Text;
using VllmStream.Cluster.Coordinating;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Writes down what happens to a run, each with its time.</summary>
internal sealed class Observer : IClusterObserver
{
    private readonly Lock _gate = new();
    private readonly List<(string What, string Agent, string Text, long Ticks)> _events = [];

    /// <summary>What was told of one kind, as text: facts, reports, results, lines.</summary>
    public IReadOnlyList<string> Of(string what, string? agent = null)
    {
        lock (_gate)
            return [.. _events.Where(e => e.What == what && (agent is null || e.Agent == agent)).Select(static e => e.Text)];
    }

    /// <summary>When it was told first.</summary>
    public long TicksOf(string what, string agent)
    {
        lock (_gate)
            return _events.First(e => e.What == what && e.Agent == agent).Ticks;
    }

    public void Joined(AgentState agent) => Add("joined", agent, "");

    public void Ready(AgentState agent, ReadOnlyMemory<byte> facts) => Add("ready", agent, Encoding.UTF8.GetString(facts.Span));

    public void Refused(AgentState agent) => Add("refused", agent, agent.Why ?? "");

    public void Report(AgentState agent, long seq, ReadOnlyMemory<byte> report) => Add("report", agent, Encoding.UTF8.GetString(report.Span));

    public void Lost(AgentState agent) => Add("lost", agent, agent.ShownShare);

    public void Back(AgentState agent) => Add("back", agent, agent.ShownShare);

    public void Result(AgentState agent, ReadOnlyMemory<byte> result) => Add("result", agent, Encoding.UTF8.GetString(result.Span));

    public void Notice(string line) => Add("notice", null, line);

    private void Add(string what, AgentState? agent, string text)
    {
        lock (_gate)
            _events.Add((what, agent?.Info.Name ?? "", text, Stopwatch.GetTimestamp()));
    }
}
