namespace VllmStream.Profiling.Tokens;

/// <summary>A text could not be counted; the message says why.</summary>
public sealed class TokenCountException(string message) : Exception(message);
