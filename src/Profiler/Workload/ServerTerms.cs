using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Profiling.Workload;

/// <summary>What a server was found to be like before the load: requests are written to fit it.</summary>
/// <param name="Model">Model name of requests that name none of their own.</param>
/// <param name="Takes">The optional fields it takes.</param>
public sealed record ServerTerms(string Model, OptionalFields Takes)
{
    /// <summary>How it counts synthetic prompts; as we do, where nobody found out.</summary>
    public PromptScale Scale { get; init; } = PromptScale.None;
}
