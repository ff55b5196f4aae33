namespace VllmStream.Profiling.Options;

/// <summary>How much of a request goes into the NDJSON file.</summary>
public enum RecordDetail
{
    /// <summary>Marks, counts and metrics.</summary>
    Requests,

    /// <summary>Every gap too.</summary>
    Gaps,

    /// <summary>The body too, redacted.</summary>
    Raw,
}
