using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Running;

/// <summary>What is said to a person on stderr: whole lines, and one line of progress that is written over on a terminal. Any thread.</summary>
internal sealed class Talk(TextWriter errors, bool quiet, bool overwrite)
{
    private readonly Lock _gate = new();
    private int _progressLength;

    /// <summary>Takes secrets out of everything that is said; by their shape until the secrets of a run are known.</summary>
    internal Redactor Redactor { get; set; } = Redactor.None;

    /// <summary>True where a progress line can be written over.</summary>
    internal bool Overwrites => overwrite;

    /// <summary>Says a line.</summary>
    internal void Line(string text)
    {
        if (quiet)
            return;
        lock (_gate)
        {
            ClearProgress();
            Write(OneLine(text) + Environment.NewLine);
        }
    }

    /// <summary>Shows how it stands.</summary>
    internal void Progress(string text)
    {
        if (quiet)
            return;
        lock (_gate)
        {
            if (!overwrite)
            {
                Write(text + Environment.NewLine);
                return;
            }
            // careful: a carriage return and blanks, no escape sequence: this must work on any terminal.
            Write('\r' + text.PadRight(_progressLength));
            _progressLength = text.Length;
        }
    }

    /// <summary>Says why nothing came of it; also when quiet.</summary>
    internal void Error(string text, string? attempt)
    {
        lock (_gate)
        {
            ClearProgress();
            Write($"error: {OneLine(text)}{Environment.NewLine}");
            if (attempt is not null)
                Write($"try: {OneLine(attempt)}{Environment.NewLine}");
        }
    }

    /// <summary>Takes the progress line away.</summary>
    internal void EndProgress()
    {
        lock (_gate)
            ClearProgress();
    }

    // Nobody listens any more: a full disk or a closed terminal is no reason to lose a measurement.
    private void Write(string text)
    {
        try
        {
            errors.Write(text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _progressLength = 0;
        }
    }

    private string OneLine(string text) => PlainLine.Of(Redactor.Clean(text));

    private void ClearProgress()
    {
        if (_progressLength == 0)
            return;
        Write('\r' + new string(' ', _progressLength) + '\r');
        _progressLength = 0;
    }
}
