namespace VllmStream.Simulation;

/// <summary>A script cannot be read; the message is one line that says where, and what would be right. Caught where scripts come in.</summary>
#pragma warning disable CA1032 // Made in one place, with the place in the script.
internal sealed class FaultSyntaxException(string script, int position, string problem)
    : Exception($"fault script '{script}', character {position + 1}: {problem}");
#pragma warning restore CA1032
