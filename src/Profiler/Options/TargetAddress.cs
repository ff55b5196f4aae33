namespace VllmStream.Profiling.Options;

/// <summary>What an address on the command line says: the server, and whatever else people leave in a copied URL.</summary>
/// <param name="Url">The server.</param>
/// <param name="Endpoint">The API, where the path named one; else null.</param>
/// <param name="Credentials"><c>user:password</c> in front of the host; null = none.</param>
public sealed record TargetAddress(TargetUrl Url, EndpointKind? Endpoint, Secret? Credentials);
