using VllmStream.Profiling.Server;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>A server that the load can be put on.</summary>
/// <param name="Facts">What the server says about itself; null when it was not asked.</param>
/// <param name="Terms">How requests are written for it.</param>
internal sealed record ReadyServer(ServerFacts? Facts, ServerTerms Terms)
{
    /// <summary>Optional fields that were tried, and that it refuses.</summary>
    public OptionalFields Refused { get; init; }

    /// <summary>One about which nothing is known but the model.</summary>
    public static ReadyServer Unasked(string model) => new(null, new ServerTerms(model, OptionalFields.StreamOptions | OptionalFields.IgnoreEos));
}
