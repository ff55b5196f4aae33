using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Http;

namespace VllmStream.Profiling.Recording;

/// <summary>How one kind of request is written and its answer read. Immutable.</summary>
/// <param name="Endpoint">Writes bodies and reads events.</param>
/// <param name="Writer">Writes request heads.</param>
public sealed record RequestRoute(IEndpoint Endpoint, HttpRequestWriter Writer);
