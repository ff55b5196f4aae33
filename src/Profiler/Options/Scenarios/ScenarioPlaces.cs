namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>The kinds of map in a scenario file.</summary>
[Flags]
public enum ScenarioPlaces
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The file itself.</summary>
    Top = 1 << 0,

    /// <summary>Under users.</summary>
    Users = 1 << 1,

    /// <summary>Under defaults.</summary>
    Defaults = 1 << 2,

    /// <summary>An entry of tasks.</summary>
    Task = 1 << 3,

    /// <summary>An entry of a sequence, or of on_start.</summary>
    Step = 1 << 4,

    /// <summary>Under expect.</summary>
    Expect = 1 << 5,
}
