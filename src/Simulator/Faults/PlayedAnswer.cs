namespace VllmStream.Simulation;

/// <summary>Plays a recipe: its bytes at its times. Within HTTP they are the body of a stream; raw, they are all there is.</summary>
internal sealed class PlayedAnswer(StreamRecipe recipe, bool isRaw) : FaultAnswer
{
    // What "//" stands for: a reader that is not asleep sees two segments.
    private static readonly TimeSpan WritePause = TimeSpan.FromMilliseconds(50);

    public override async Task PlayAsync(FaultRun run, Action<long, long, int> sent)
    {
        await run.First.HeadAsync(new AnswerHead(200, isRaw ? null : "text/event-stream"));
        var tokens = 0;
        for (var i = 0; i < recipe.Steps.Count && !run.IsAborted; i++)
        {
            var step = recipe.Steps[i];
            var due = 0L;
            if (step.At is { } at) await run.UntilAsync(due = FaultRun.After(run.ArrivalTicks, at));
            else if (step.IsNewWrite) await run.UntilAsync(FaultRun.After(MonotonicClock.Now, WritePause));
            tokens += step.Tokens;
            var isLastOfWrite = i + 1 == recipe.Steps.Count || recipe.Steps[i + 1] is { At: not null } or { IsNewWrite: true };
            var began = MonotonicClock.Now;
            await run.First.WriteAsync(new AnswerPiece(step.Kind, step.Bytes, tokens, isLastOfWrite));
            sent(due, began, step.Tokens);
        }

        await run.First.EndAsync();
    }
}
