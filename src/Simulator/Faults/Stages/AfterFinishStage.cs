namespace VllmStream.Simulation;

/// <summary>Content after the finish reason: the last token event once more.</summary>
internal sealed class AfterFinishStage : AnswerStage
{
    private ReadOnlyMemory<byte> lastToken;

    public override async ValueTask WriteAsync(AnswerPiece piece)
    {
        if (piece.Kind == PieceKind.Token) lastToken = piece.Bytes;
        await Next.WriteAsync(piece);
        if (piece.Kind == PieceKind.Finish) await Next.WriteAsync(piece with { Kind = PieceKind.Other, Bytes = lastToken });
    }
}
