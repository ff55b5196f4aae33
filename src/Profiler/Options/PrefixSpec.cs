namespace VllmStream.Profiling.Options;

/// <summary>What synthetic prompts have in common at their beginning.</summary>
/// <param name="Tokens">Tokens in front of a prompt's own; 0 = none.</param>
/// <param name="Variants">How many such beginnings there are; each prompt has one of them by chance.</param>
public readonly record struct PrefixSpec(int Tokens, int Variants);
