namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Tests whose load or timing leaves no room for a neighbour.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneGroup
{
    public const string Name = "alone";
}
