namespace VllmStream.Simulation;

/// <summary>Sends nothing for a while, or for ever; the engine goes on meanwhile, so what it made then comes in a burst.</summary>
internal sealed class StallStage(FaultRun run, int at, TimeSpan time) : PointStage(at)
{
    protected override async ValueTask FireAsync(AnswerPiece last)
    {
        // What has not been flushed would wait too.
        if (!last.Flush) await Next.WriteAsync(new AnswerPiece(PieceKind.Other, default, last.TokensAfter, Flush: true));
        await run.UntilAsync(FaultRun.After(MonotonicClock.Now, time));
    }
}
