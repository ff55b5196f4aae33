namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>A file with the result of a run, or one of several runs in it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">Which run of a file that has several, from 1; null = the only one.</param>
public sealed record ResultFile(string Path, int? Number = null)
{
    /// <inheritdoc/>
    public override string ToString() => Number is { } number ? $"{Path}#{number}" : Path;
}
