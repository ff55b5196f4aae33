namespace VllmStream.Simulation;

/// <summary>The last event of the body without the blank line that ends it.</summary>
internal sealed class OpenEndStage : AnswerStage
{
    private AnswerPiece? held;

    public override async ValueTask WriteAsync(AnswerPiece piece)
    {
        // Only what may be the last is held back, so that nothing else comes late.
        if (held is { } before) await Next.WriteAsync(before);
        held = null;
        if (piece.Kind == PieceKind.Done) held = piece;
        else await Next.WriteAsync(piece);
    }

    public override async ValueTask EndAsync()
    {
        if (held is { } last) await Next.WriteAsync(last with { Bytes = Trimmed(last.Bytes) });
        await Next.EndAsync();
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Span is [.., (byte)'\n' or (byte)'\r']) bytes = bytes[..^1];
        return bytes;
    }
}
