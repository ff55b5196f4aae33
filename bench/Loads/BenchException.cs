namespace VllmStream.Bench.Loads;

/// <summary>Something a measurement needs is not there, or it measured nothing; the message says what, and what would help.</summary>
internal sealed class BenchException(string message) : Exception(message);
