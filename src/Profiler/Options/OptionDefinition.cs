namespace VllmStream.Profiling.Options;

/// <summary>One option: parser, help, documentation and error texts are all made from this.</summary>
public sealed record OptionDefinition
{
    /// <summary>The name in the documentation, with its dashes.</summary>
    public required string Name { get; init; }

    /// <summary>One dash and one letter; null = none.</summary>
    public string? Letter { get; init; }

    /// <summary>Other names it is accepted under.</summary>
    public IReadOnlyList<OptionAlias> Aliases { get; init; } = [];

    /// <summary>How its value is written.</summary>
    public ValueShape Shape { get; init; }

    /// <summary>The value in help: N, T, FILE; empty for a flag.</summary>
    public string Value { get; init; } = "";

    /// <summary>The values it takes, where they are a closed list.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The default as a user would read it; null = none.</summary>
    public string? Default { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Help { get; init; }

    /// <summary>The heading it stands under.</summary>
    public required OptionSection Section { get; init; }

    /// <summary>The commands that take it.</summary>
    public required CommandKinds Commands { get; init; }

    /// <summary>True if it may be given several times.</summary>
    public bool Repeatable { get; init; }

    /// <summary>True if several values may follow one name, as in other tools: <c>--goodput ttft:500 tpot:25</c>.</summary>
    public bool Spreads { get; init; }

    /// <summary>True if its value must not be shown, error lines included.</summary>
    public bool IsSecret { get; init; }

    /// <summary>For a flag that is another way to write options: those options, separated by blanks.</summary>
    public string? StandsFor { get; init; }

    /// <summary>Null if it works; else what to do until it does.</summary>
    public string? NotBuilt { get; init; }

    /// <summary>Every name it is accepted under: the name, the letter, the aliases.</summary>
    public IEnumerable<string> AllNames
    {
        get
        {
            yield return Name;
            if (Letter is not null)
                yield return Letter;
            foreach (var alias in Aliases)
                yield return alias.Name;
        }
    }

    /// <summary>True if a bare number under this name means seconds.</summary>
    public bool TakesBareSeconds(string name) => Aliases.Any(alias => alias.Name == name && alias.BareSeconds);
}
