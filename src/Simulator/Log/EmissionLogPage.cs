namespace VllmStream.Simulation;

/// <summary>An answer of the emission log.</summary>
/// <param name="Entries">The requests that were asked for.</param>
/// <param name="LastSequence">Position of the request that finished last.</param>
/// <param name="DroppedRequests">Finished requests that made room for newer ones.</param>
/// <param name="DroppedEvents">Their events.</param>
internal sealed record EmissionLogPage(IReadOnlyList<EmissionRecord> Entries, long LastSequence, long DroppedRequests, long DroppedEvents);
