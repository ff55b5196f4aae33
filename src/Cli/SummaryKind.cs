namespace VllmStream.Cli;

/// <summary>What stands on stdout at the end.</summary>
internal enum SummaryKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The summary a person reads.</summary>
    Text,

    /// <summary>The summary as JSON.</summary>
    Json,
}
