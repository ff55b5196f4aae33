namespace VllmStream.Profiling.Options;

/// <summary>Another name an option is accepted under, mostly the name another tool has for it.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="BareSeconds">True where that tool means seconds by a bare number, so that there is nothing to ask back.</param>
public readonly record struct OptionAlias(string Name, bool BareSeconds)
{
    /// <summary>An alias whose values are written as those of the option itself.</summary>
    public static implicit operator OptionAlias(string name) => new(name, BareSeconds: false);

    /// <summary>The same as the implicit conversion.</summary>
    public static OptionAlias FromString(string name) => name;

    /// <summary>An alias under which a bare number means seconds.</summary>
    public static OptionAlias Seconds(string name) => new(name, BareSeconds: true);
}
