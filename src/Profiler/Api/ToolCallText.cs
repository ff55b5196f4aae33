namespace VllmStream.Profiling.Api;

/// <summary>A tool call put together from its pieces.</summary>
/// <param name="Index">Its index in the answer.</param>
/// <param name="Id">Its id; null when none came.</param>
/// <param name="Name">Name of the function; null when none came.</param>
/// <param name="Arguments">The arguments, as the model wrote them.</param>
public sealed record ToolCallText(int Index, string? Id, string? Name, string Arguments);
