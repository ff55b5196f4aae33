namespace VllmStream.Simulation;

/// <summary>Changes every event by itself; an empty result leaves it out, and more are further events.</summary>
internal sealed class EventStage(Func<PieceKind, byte[], byte[]> change) : AnswerStage
{
    public override ValueTask WriteAsync(AnswerPiece piece) => Next.WriteAsync(piece with { Bytes = change(piece.Kind, piece.Bytes.ToArray()) });
}
