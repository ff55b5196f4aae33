namespace VllmStream.Profiling.Options;

/// <summary>Every option of every command, in the order help shows them.</summary>
public static class OptionTable
{
    /// <summary>All options.</summary>
    public static IReadOnlyList<OptionDefinition> All { get; } =
    [
        .. LoadOptionTable.Definitions,
        .. SweepOptionTable.Definitions,
        .. WorkloadOptionTable.Definitions,
        .. LimitOptionTable.Definitions,
        .. ClusterOptionTable.Definitions,
        .. OutputOptionTable.Definitions,
        .. SimulatorOptionTable.Definitions,
        .. StepEngineOptionTable.Definitions,
    ];

    /// <summary>The options that a command takes.</summary>
    public static IEnumerable<OptionDefinition> For(CommandKinds command) =>
        All.Where(definition => (definition.Commands & command) != CommandKinds.None);

    /// <summary>The option that has this name, letter or alias in a command; null = none.</summary>
    public static OptionDefinition? Find(CommandKinds command, string name) =>
        For(command).FirstOrDefault(definition => definition.AllNames.Contains(name, StringComparer.Ordinal));

    /// <summary>The option of this name; the first, where a name means something else to another command.</summary>
    /// <exception cref="KeyNotFoundException">The table has none: a bug of the caller.</exception>
    public static OptionDefinition Named(string name) =>
        All.FirstOrDefault(definition => definition.Name == name)
        ?? throw new KeyNotFoundException($"no option {name} in the table");
}
