namespace VllmStream.Profiling.Options;

/// <summary>A header of every request; its value is a secret in every sink.</summary>
/// <param name="Name">Field name.</param>
/// <param name="Value">Field value.</param>
public sealed record HeaderOption(string Name, Secret Value);
