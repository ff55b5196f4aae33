namespace VllmStream.Simulation;

/// <summary>Breaks the connection: when so many tokens have left, plus so many bytes of what follows.</summary>
internal sealed class CutStage(FaultRun run, bool isReset, int at, int bytes) : PointStage(at)
{
    private int left = bytes;

    protected override ValueTask FireAsync(AnswerPiece last) => left == 0 ? run.CutAsync(isReset) : default;

    protected override async ValueTask PassAsync(AnswerPiece piece)
    {
        if (!HasFired)
        {
            await Next.WriteAsync(piece);
            return;
        }

        var part = Math.Min(left, piece.Bytes.Length);
        left -= part;
        await Next.WriteAsync(piece with { Bytes = piece.Bytes[..part] });
        if (left == 0) await run.CutAsync(isReset);
    }
}
