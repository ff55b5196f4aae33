namespace VllmStream.Simulation;

/// <summary>Which of the two generating endpoints a request came to.</summary>
internal enum ApiKind
{
    Chat,
    Completions,
}
