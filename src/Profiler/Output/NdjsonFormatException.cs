namespace VllmStream.Profiling.Output;

/// <summary>A file is no run file, or is damaged in the middle. The message names the line.</summary>
public sealed class NdjsonFormatException : Exception
{
    /// <summary>Names the line and what is wrong with it.</summary>
    public NdjsonFormatException(long line, string problem, Exception? inner = null)
        : base($"line {line}: {problem}", inner) => Line = line;

    /// <summary>Without a line.</summary>
    public NdjsonFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Without a line.</summary>
    public NdjsonFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without anything.</summary>
    public NdjsonFormatException()
    {
    }

    /// <summary>The same with the name of the file in front.</summary>
    public NdjsonFormatException In(string path) => new($"{path}: {Message}", this);

    /// <summary>Number of the line, from 1; 0 when it is about the whole file.</summary>
    public long Line { get; }
}
