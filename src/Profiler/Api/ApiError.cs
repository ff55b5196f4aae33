namespace VllmStream.Profiling.Api;

/// <summary>An error a server reports inside an answer, in the server's own words.</summary>
/// <param name="Message">Its text, capped; null when it has none.</param>
/// <param name="Type">Its type; null when absent.</param>
/// <param name="Code">Its code as text, whether it came as number or string; null when absent.</param>
public sealed record ApiError(string? Message, string? Type, string? Code);
