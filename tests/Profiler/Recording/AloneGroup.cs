namespace VllmStream.Tests.Profiler.Recording;

/// <summary>Tests that count allocations: arrays come from a pool of the whole process, and a neighbour may take the one that was just given back.</summary>
[CollectionDefinition(nameof(AloneGroup), DisableParallelization = true)]
public sealed class AloneGroup;
