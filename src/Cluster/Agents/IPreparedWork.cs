namespace VllmStream.Cluster.Agents;

/// <summary>A share that can start.</summary>
public interface IPreparedWork : IAsyncDisposable
{
    /// <summary>Runs the share to its end.</summary>
    /// <param name="startTicks">When it begins, on this machine's monotonic clock; in the past if the order came late.</param>
    /// <param name="onReport">Takes an interval's report; never waits, never throws, any thread.</param>
    /// <param name="control">What is wished from outside while it runs.</param>
    /// <returns>The result, also of a run that was drained or stopped.</returns>
    Task<AgentResult> RunAsync(long startTicks, Action<ReadOnlyMemory<byte>> onReport, AgentControl control);
}
