using VllmStream.Profiling.Server;

namespace VllmStream.Profiling;

/// <summary>A server that the load can be put on.</summary>
/// <param name="Model">Model name for requests.</param>
/// <param name="Facts">What the server says about itself; null when it was not asked.</param>
/// <param name="IncludeUsage">True when requests may ask for usage in the stream.</param>
internal sealed record ReadyServer(string Model, ServerFacts? Facts, bool IncludeUsage);
