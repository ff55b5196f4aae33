namespace VllmStream.Simulation;

/// <summary>Decides when tokens come out. The HTTP side asks nothing else about time.</summary>
internal interface IEngine
{
    /// <summary>Takes a request in; tokens come through the returned source, which its caller disposes.</summary>
    ITokenSource Start(IReadOnlyList<SequencePlan> sequences, long arrivalTicks);
}
