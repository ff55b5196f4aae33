namespace VllmStream.Simulation;

/// <summary>Bytes of a body on their way to the wire: one SSE event to begin with, whatever the stages make of it later.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="TokensAfter">Tokens that will have left with it, since the beginning of the answer.</param>
/// <param name="Flush">True if it ends a write; false if the next piece leaves together with it.</param>
internal readonly record struct AnswerPiece(PieceKind Kind, ReadOnlyMemory<byte> Bytes, int TokensAfter, bool Flush)
{
    /// <summary>True for an event, as opposed to bytes that are not in that form.</summary>
    public bool IsEvent => Bytes.Span.EndsWith("\n\n"u8) && !Bytes.Span.StartsWith("\n"u8);
}
