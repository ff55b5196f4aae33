namespace VllmStream.Simulation;

/// <summary>What one sequence of a request will produce, decided before it starts; when is the engine's affair.</summary>
/// <param name="PromptTokens">Length of its prompt.</param>
/// <param name="OutputTokens">Tokens it generates, the end-of-sequence token included.</param>
/// <param name="Finish"><see cref="FinishReason.Stop"/> when the last token is end-of-sequence, else <see cref="FinishReason.Length"/>.</param>
/// <param name="TextSeed">Decides its words.</param>
/// <param name="TimingSeed">Decides its jitter.</param>
internal readonly record struct SequencePlan(int PromptTokens, int OutputTokens, FinishReason Finish, ulong TextSeed, ulong TimingSeed)
{
    /// <summary>Names of the full blocks of its prompt; null = it keeps nothing in the cache of keys and values (pooling).</summary>
    public ulong[]? PromptBlocks { get; init; }
}
