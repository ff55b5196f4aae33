namespace VllmStream.Simulation;

/// <summary>An answer that a fault gives in place of the engine's. Used by one request.</summary>
internal abstract class FaultAnswer
{
    /// <summary>Sends it through the stages of the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sent">Told of each write that was on a schedule: its due tick, when it began, its tokens.</param>
    public abstract Task PlayAsync(FaultRun run, Action<long, long, int> sent);
}
