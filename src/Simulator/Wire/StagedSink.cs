namespace VllmStream.Simulation;

/// <summary>Cuts the writes of an answer into SSE events and sends each through a chain of stages.</summary>
internal sealed class StagedSink(AnswerStage first) : AnswerSink
{
    private int tokensSent;

    public override ValueTask HeadAsync(AnswerHead head) => first.HeadAsync(head);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, int tokens)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.Span.IndexOf("\n\n"u8);
            // The stages may keep it, and the writer uses its buffer again.
            byte[] item = bytes[..(end < 0 ? bytes.Length : end + 2)].ToArray();
            bytes = bytes[item.Length..];
            var kind = PieceReader.KindOf(item);
            if (kind is PieceKind.Token or PieceKind.Finish)
            {
                tokensSent += tokens;
                tokens = 0;
            }

            await first.WriteAsync(new AnswerPiece(kind, item, tokensSent, Flush: bytes.IsEmpty));
        }
    }

    public override ValueTask EndAsync() => first.EndAsync();
}
