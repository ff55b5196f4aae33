namespace VllmStream.Simulation;

/// <summary>Which of the generating endpoints a request came to.</summary>
internal enum ApiKind
{
    Chat,
    Completions,

    /// <summary>/v1/responses.</summary>
    Responses,

    /// <summary>/v1/messages, the shape of Anthropic.</summary>
    Messages,
}
