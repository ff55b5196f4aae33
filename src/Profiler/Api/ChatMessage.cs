namespace VllmStream.Profiling.Api;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">user or assistant.</param>
/// <param name="Text">What was said.</param>
public sealed record ChatMessage(string Role, string Text);
