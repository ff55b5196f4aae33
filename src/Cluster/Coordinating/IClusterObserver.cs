namespace VllmStream.Cluster.Coordinating;

/// <summary>Is told what happens to a run. One call at a time, on threads of the run, which wait for it: take note, return, and do not throw.</summary>
public interface IClusterObserver
{
    /// <summary>An agent has taken its share.</summary>
    void Joined(AgentState agent);

    /// <summary>An agent is ready to start.</summary>
    /// <param name="agent">Which.</param>
    /// <param name="facts">What its engine says of its server.</param>
    void Ready(AgentState agent, ReadOnlyMemory<byte> facts);

    /// <summary>An agent does not take its share; <see cref="AgentState.Why"/> says why.</summary>
    void Refused(AgentState agent);

    /// <summary>An agent's engine has reported an interval.</summary>
    /// <param name="agent">Which.</param>
    /// <param name="seq">Number of the report, from 1; what is left out was lost on the way.</param>
    /// <param name="report">What only engines understand.</param>
    void Report(AgentState agent, long seq, ReadOnlyMemory<byte> report);

    /// <summary>An agent is not heard any more.</summary>
    void Lost(AgentState agent);

    /// <summary>An agent that was lost is heard again.</summary>
    void Back(AgentState agent);

    /// <summary>An agent's result is here.</summary>
    void Result(AgentState agent, ReadOnlyMemory<byte> result);

    /// <summary>A line for a person.</summary>
    void Notice(string line);
}
