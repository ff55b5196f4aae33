using System.Globalization;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Cli.Coordinating;

/// <summary>Takes what happens to a run over agents: reports to the board, news to a person and into the file. Threads of the run, one call at a time.</summary>
/// <param name="say">Tells a person.</param>
internal sealed class AgentWatch(Action<string> say) : IClusterObserver
{
    private readonly Lock _gate = new();
    private readonly Queue<(AgentState Agent, byte[] Report)> _early = new();
    private readonly List<(string Level, string Code, string Text)> _earlyNotes = [];
    private readonly SortedDictionary<int, ShareFacts> _facts = [];
    private SharedRun? _shared;

    /// <summary>What each agent that is ready said of the run, by share.</summary>
    internal IReadOnlyDictionary<int, ShareFacts> Facts
    {
        get
        {
            lock (_gate)
                return new SortedDictionary<int, ShareFacts>(_facts);
        }
    }

    /// <summary>What a share is called where names have to be told apart.</summary>
    internal static string NameOf(AgentState agent) => string.Create(CultureInfo.InvariantCulture, $"share {agent.Share + 1}, agent {agent.Info.Shown}");

    /// <summary>From now on there is a board and a file; what came before goes there first.</summary>
    internal void Attach(SharedRun shared)
    {
        lock (_gate)
        {
            _shared = shared;
            foreach (var (level, code, text) in _earlyNotes)
                shared.Note(level, code, text);
            while (_early.TryDequeue(out var early))
                shared.Take(NameOf(early.Agent), early.Report);
        }
    }

    /// <inheritdoc/>
    public void Joined(AgentState agent)
    {
        // Told by whoever is ready.
    }

    /// <inheritdoc/>
    public void Ready(AgentState agent, ReadOnlyMemory<byte> facts)
    {
        try
        {
            var read = ShareFacts.Read(facts);
            lock (_gate)
                _facts[agent.Share] = read;
        }
        catch (FormatException e)
        {
            Tell("warning", "agent_facts", $"agent {agent.Info.Shown}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Refused(AgentState agent)
    {
        // Whoever waits for it says so.
    }

    /// <inheritdoc/>
    public void Report(AgentState agent, long seq, ReadOnlyMemory<byte> report)
    {
        SharedRun? shared;
        lock (_gate)
        {
            shared = _shared;
            if (shared is null)
                _early.Enqueue((agent, report.ToArray()));
        }

        // careful: not under our own lock, as the run has one too.
        shared?.Take(NameOf(agent), report.Span);
    }

    /// <inheritdoc/>
    public void Lost(AgentState agent) =>
        Tell("warning", "agent_lost", string.Create(CultureInfo.InvariantCulture, $"agent {agent.Info.Shown} was lost: nothing was heard of it for {agent.Silence.TotalSeconds:0.0} s, and with it {agent.ShownShare}"));

    /// <inheritdoc/>
    public void Back(AgentState agent) =>
        Tell("warning", "agent_back", string.Create(CultureInfo.InvariantCulture, $"agent {agent.Info.Shown} is heard again, after {agent.Silence.TotalSeconds:0.0} s in all"));

    /// <inheritdoc/>
    public void Result(AgentState agent, ReadOnlyMemory<byte> result)
    {
        // Merged with all others at the end.
    }

    /// <inheritdoc/>
    public void Notice(string line) => Tell("info", "agents", line);

    private void Tell(string level, string code, string text)
    {
        say(level == "warning" ? $"warning: {text}" : $"agents   {text}");
        SharedRun? shared;
        lock (_gate)
        {
            shared = _shared;
            if (shared is null)
                _earlyNotes.Add((level, code, text));
        }

        shared?.Note(level, code, text);
    }
}
