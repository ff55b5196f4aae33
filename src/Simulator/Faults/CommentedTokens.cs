namespace VllmStream.Simulation;

/// <summary>Sends comments while the engine has nothing, on the flow of the request itself, so that no two writes meet. One reader.</summary>
internal sealed class CommentedTokens(ITokenSource engine, CommentBeat beat, FaultRun run) : ITokenSource
{
    private bool hasTokens;
    private int tokens;

    public TokenStep Current => engine.Current;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (hasTokens && beat.BeforeFirstTokenOnly) return await engine.MoveNextAsync();
        var next = engine.MoveNextAsync().AsTask();
        var due = FaultRun.After(MonotonicClock.Now, beat.Every);
        while (!next.IsCompleted)
        {
            await Task.WhenAny(next, run.UntilAsync(due).AsTask());
            if (next.IsCompleted || run.IsAborted) break;
            await run.First.WriteAsync(new AnswerPiece(PieceKind.Comment, beat.Bytes, tokens, Flush: true));
            due = FaultRun.After(due, beat.Every);
        }

        if (!await next) return false;
        hasTokens = true;
        tokens += engine.Current.Tokens;
        return true;
    }

    public void Abort() => engine.Abort();
}
