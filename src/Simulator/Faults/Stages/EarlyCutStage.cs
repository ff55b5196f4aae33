namespace VllmStream.Simulation;

/// <summary>Breaks the connection before the head, or straight after it.</summary>
internal sealed class EarlyCutStage(FaultRun run, bool isReset, bool afterHead) : AnswerStage
{
    public override async ValueTask HeadAsync(AnswerHead head)
    {
        if (afterHead) await Next.HeadAsync(head);
        await run.CutAsync(isReset);
    }
}
