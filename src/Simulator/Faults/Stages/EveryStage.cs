namespace VllmStream.Simulation;

/// <summary>Puts something in front of every so many-th token event.</summary>
internal sealed class EveryStage(int every, byte[] bytes) : AnswerStage
{
    private int events;

    public override async ValueTask WriteAsync(AnswerPiece piece)
    {
        if (piece.Kind is PieceKind.Token && events++ % Math.Max(1, every) == 0) await Next.WriteAsync(piece with { Kind = PieceKind.Comment, Bytes = bytes, Flush = false, TokensAfter = 0 });
        await Next.WriteAsync(piece);
    }
}
