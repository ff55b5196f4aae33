namespace VllmStream.Simulation;

/// <summary>One event more at one point of the stream.</summary>
internal sealed class InsertStage(int at, byte[] bytes) : PointStage(at)
{
    protected override ValueTask FireAsync(AnswerPiece last) => Next.WriteAsync(new AnswerPiece(PieceKind.Other, bytes, last.TokensAfter, Flush: true));
}
