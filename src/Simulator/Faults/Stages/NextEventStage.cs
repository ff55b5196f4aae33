namespace VllmStream.Simulation;

/// <summary>Changes the one token event that comes behind a point of the stream.</summary>
internal sealed class NextEventStage(int at, Func<byte[], byte[][]> change) : PointStage(at)
{
    private bool isArmed;

    protected override ValueTask FireAsync(AnswerPiece last)
    {
        isArmed = true;
        return default;
    }

    protected override async ValueTask PassAsync(AnswerPiece piece)
    {
        if (!isArmed || piece.Kind is not (PieceKind.Token or PieceKind.Finish))
        {
            await Next.WriteAsync(piece);
            return;
        }

        isArmed = false;
        var events = change(piece.Bytes.ToArray());
        for (var i = 0; i < events.Length; i++) await Next.WriteAsync(piece with { Bytes = events[i], Flush = piece.Flush && i + 1 == events.Length });
    }
}
