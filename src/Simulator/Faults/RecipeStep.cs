namespace VllmStream.Simulation;

/// <summary>One item of a recipe.</summary>
/// <param name="Kind">What its bytes are.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Tokens">Tokens that count as sent with it.</param>
/// <param name="At">When it is due after the arrival of the request; null = together with the item before.</param>
/// <param name="IsNewWrite">True begins a write of its own, a moment after the one before.</param>
internal sealed record RecipeStep(PieceKind Kind, byte[] Bytes, int Tokens, TimeSpan? At, bool IsNewWrite);
