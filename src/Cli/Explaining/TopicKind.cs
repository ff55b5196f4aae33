namespace VllmStream.Cli.Explaining;

/// <summary>What a word that can be explained is.</summary>
internal enum TopicKind
{
    /// <summary>A number the reports show.</summary>
    Metric,

    /// <summary>How a request ended.</summary>
    Outcome,

    /// <summary>An oddity of an answer that keeps its outcome.</summary>
    Warning,

    /// <summary>What a run is called at its end.</summary>
    Verdict,

    /// <summary>How an answer came over the wire.</summary>
    Shape,

    /// <summary>Where a token count comes from.</summary>
    TokenSource,

    /// <summary>What the process ends with.</summary>
    ExitCode,

    /// <summary>A type of line in the NDJSON file.</summary>
    Line,

    /// <summary>A diagnosis.</summary>
    Finding,

    /// <summary>A word of the options' values.</summary>
    Word,
}
