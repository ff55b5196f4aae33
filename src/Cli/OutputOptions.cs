namespace VllmStream.Cli;

/// <summary>What is written, where, and with which characters.</summary>
internal sealed record OutputOptions
{
    /// <summary>The path that means stdout.</summary>
    internal const string StandardOutput = "-";

    /// <summary>Progress.</summary>
    public UiKind Ui { get; init; } = UiKind.Plain;

    /// <summary>The NDJSON file, <see cref="StandardOutput"/>, or null for run-ID.ndjson in the current folder.</summary>
    public string? NdjsonPath { get; init; }

    /// <summary>True if stdout carries NDJSON and nothing else may be written there.</summary>
    public bool NdjsonIsStandardOutput => NdjsonPath == StandardOutput;

    /// <summary>The summary on stdout.</summary>
    public SummaryKind Summary { get; init; } = SummaryKind.Text;

    /// <summary>Where the result goes as Markdown; <see cref="StandardOutput"/> in place of the summary, null = nowhere.</summary>
    public string? MarkdownPath { get; init; }

    /// <summary>Where the checks go as JUnit XML; null = nowhere.</summary>
    public string? JUnitPath { get; init; }

    /// <summary>True if stdout takes colours.</summary>
    public bool Color { get; init; }

    /// <summary>True to stay within ASCII.</summary>
    public bool Ascii { get; init; }

    /// <summary>True for nothing on stderr but errors.</summary>
    public bool Quiet { get; init; }

    /// <summary>True for more on stderr, stack traces included.</summary>
    public bool Debug { get; init; }
}
