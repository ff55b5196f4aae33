namespace VllmStream.Profiling.Options;

/// <summary>One option as it stood on the command line.</summary>
/// <param name="Definition">The option.</param>
/// <param name="Spelling">The name it was written with; for a flag that stands for it, that flag.</param>
/// <param name="Text">Its value; empty for a flag.</param>
/// <param name="IsImplied">True if a flag stands for it, so that the value itself was not written.</param>
public sealed record OptionValue(OptionDefinition Definition, string Spelling, string Text, bool IsImplied = false)
{
    /// <summary>The option as error lines quote it; never a secret.</summary>
    public string Shown =>
        IsImplied || Definition.Shape == ValueShape.Flag ? Spelling
        : Definition.Shape == ValueShape.Url ? $"{Spelling} {TargetText.Redact(Text)}"
        : $"{Spelling} {(Definition.IsSecret ? "***" : Text)}";

    /// <summary>The error line for a value that cannot be.</summary>
    public OptionException Wrong(string problem, string? attempt = null) => new($"{Shown} {problem}", attempt);

    /// <summary>The text of the file that it names.</summary>
    /// <exception cref="OptionException">There is none, or it cannot be read.</exception>
    internal string ReadFile(IOptionSources sources) => sources.TryReadText(Text) ?? throw Wrong("is no file that can be read");

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
