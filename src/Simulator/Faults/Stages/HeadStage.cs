namespace VllmStream.Simulation;

/// <summary>Changes status and headers before they leave, or when they do.</summary>
internal sealed class HeadStage(Func<AnswerHead, ValueTask> change) : AnswerStage
{
    public override async ValueTask HeadAsync(AnswerHead head)
    {
        await change(head);
        await Next.HeadAsync(head);
    }
}
