namespace VllmStream.Profiling.Options;

/// <summary>The API that requests are sent to.</summary>
public enum EndpointKind
{
    /// <summary>/v1/chat/completions.</summary>
    Chat,

    /// <summary>/v1/completions.</summary>
    Completions,
}
