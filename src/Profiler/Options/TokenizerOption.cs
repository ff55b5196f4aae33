namespace VllmStream.Profiling.Options;

/// <summary>What counts tokens where the server does not.</summary>
/// <param name="Path">A file, a folder, or the name of a vocabulary that comes with the program; null = the server's own /tokenize.</param>
public sealed record TokenizerOption(string? Path)
{
    /// <summary>Reads <c>FILE|NAME|server</c>; null when the option was not given.</summary>
    internal static TokenizerOption? Read(OptionValues values) =>
        values.One("--tokenizer") is not { } given ? null
        : given.Text.Length == 0 ? throw new OptionException($"{given.Spelling} is empty; write a file, a folder, a name or the word server")
        : new TokenizerOption(given.Text == "server" ? null : given.Text);

    /// <inheritdoc/>
    public override string ToString() => Path ?? "server";
}
