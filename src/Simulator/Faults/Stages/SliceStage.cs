namespace VllmStream.Simulation;

/// <summary>Cuts what is written into slices that leave one by one, so much time apart.</summary>
/// <param name="run">The run.</param>
/// <param name="lengthOf">The length of the next slice of a piece, from where in the piece it begins; the rest is sent whole where it is longer.</param>
/// <param name="pause">Time between two slices.</param>
internal sealed class SliceStage(FaultRun run, Func<int, int> lengthOf, TimeSpan pause) : AnswerStage
{
    private long due;

    public override async ValueTask WriteAsync(AnswerPiece piece)
    {
        for (var start = 0; start < piece.Bytes.Length;)
        {
            // From the slice before, across events too; but never to catch up with lost time.
            await run.UntilAsync(due);
            due = FaultRun.After(MonotonicClock.Now, pause);
            var length = Math.Min(Math.Max(1, lengthOf(start)), piece.Bytes.Length - start);
            var isLast = start + length == piece.Bytes.Length;
            await Next.WriteAsync(piece with { Bytes = piece.Bytes.Slice(start, length), Flush = true, TokensAfter = isLast ? piece.TokensAfter : 0 });
            start += length;
        }
    }
}
