namespace VllmStream.Simulation;

/// <summary>Bytes in front of the body.</summary>
internal sealed class PrefixStage(byte[] prefix) : AnswerStage
{
    private bool isSent;

    public override ValueTask WriteAsync(AnswerPiece piece)
    {
        if (isSent || piece.Bytes.IsEmpty) return Next.WriteAsync(piece);
        isSent = true;
        byte[] bytes = [.. prefix, .. piece.Bytes.Span];
        return Next.WriteAsync(piece with { Bytes = bytes });
    }
}
