using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Profiling.Workload;

/// <summary>What a server was found to be like before the load: requests are written to fit it.</summary>
/// <param name="Model">Model name of requests that name none of their own.</param>
/// <param name="Takes">The optional fields it takes.</param>
public sealed record ServerTerms(string Model, OptionalFields Takes)
{
    /// <summary>How it counts synthetic prompts; as we do, where nobody found out.</summary>
    public PromptScale Scale { get; init; } = PromptScale.None;

    /// <summary>True when prompts of a stage are kept apart from those of others by cache_salt.</summary>
    public bool HasSalt(WorkloadOptions request) => IsKeptApart(request) && TakesSalt(request);

    /// <summary>True when they are by a nonce in front of what is given, since there is no cache_salt.</summary>
    public bool HasNonce(WorkloadOptions request) => IsKeptApart(request) && !TakesSalt(request);

    // Only what generates has a prefix cache that would lie.
    private static bool IsKeptApart(WorkloadOptions request) => !request.ReusePrompts && EndpointNames.Generates(request.Endpoint);

    private bool TakesSalt(WorkloadOptions request) => Takes.HasFlag(OptionalFields.CacheSalt) && EndpointNames.TakesCacheSalt(request.Endpoint);
}
