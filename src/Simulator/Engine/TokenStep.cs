namespace VllmStream.Simulation;

/// <summary>One output of the engine for one sequence.</summary>
/// <param name="Choice">Index of the sequence in the answer.</param>
/// <param name="FirstToken">How many tokens the sequence had before.</param>
/// <param name="Tokens">How many tokens this output adds, the end-of-sequence token included.</param>
/// <param name="IsLast">True on the output that finishes the sequence.</param>
/// <param name="DueTicks">When it was planned to leave.</param>
/// <param name="EngineTicks">When the engine had made it.</param>
internal readonly record struct TokenStep(int Choice, int FirstToken, int Tokens, bool IsLast, long DueTicks, long EngineTicks);
