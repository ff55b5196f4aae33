namespace VllmStream.Simulation;

/// <summary>Each event repeats the text of all before it, as servers did that sent states and not differences.</summary>
internal sealed class CumulativeStage : AnswerStage
{
    private readonly Dictionary<int, byte[]> texts = [];

    public override ValueTask WriteAsync(AnswerPiece piece)
    {
        if (piece.Kind is not (PieceKind.Token or PieceKind.Finish) || EventText.Find(piece.Bytes.Span) is not { } found) return Next.WriteAsync(piece);
        var bytes = piece.Bytes.Span;
        var choice = EventText.Choice(bytes);
        byte[] text = [.. texts.GetValueOrDefault(choice, []), .. bytes[found]];
        texts[choice] = text;
        byte[] changed = [.. bytes[..found.Start], .. text, .. bytes[found.End..]];
        return Next.WriteAsync(piece with { Bytes = changed });
    }
}
