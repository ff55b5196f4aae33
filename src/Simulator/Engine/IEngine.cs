namespace VllmStream.Simulation;

/// <summary>Decides when tokens come out. The HTTP side asks nothing else about time.</summary>
internal interface IEngine
{
    /// <summary>How busy it is; null where there is nothing to be busy with.</summary>
    EngineState? State { get; }

    /// <summary>Takes a request in; tokens come through the returned source.</summary>
    ITokenSource Start(IReadOnlyList<SequenceCourse> sequences, long arrivalTicks);
}
