namespace VllmStream.Simulation;

/// <summary>So many events leave in one write; 0 lets all wait for the end, the head too, as behind a proxy that buffers.</summary>
internal sealed class FlushStage(int eventsPerWrite) : AnswerStage
{
    private AnswerHead? heldHead;
    private int events;

    public override ValueTask HeadAsync(AnswerHead head)
    {
        if (eventsPerWrite > 0) return Next.HeadAsync(head);
        heldHead = head;
        return default;
    }

    public override ValueTask WriteAsync(AnswerPiece piece)
    {
        events++;
        if (eventsPerWrite == 0) held.Add(piece);
        return eventsPerWrite == 0 ? default : Next.WriteAsync(piece with { Flush = events % eventsPerWrite == 0 });
    }

    public override async ValueTask EndAsync()
    {
        if (heldHead is not null) await Next.HeadAsync(heldHead);
        foreach (var piece in held) await Next.WriteAsync(piece with { Flush = false });
        await Next.EndAsync();
    }

    private readonly List<AnswerPiece> held = [];
}
