namespace VllmStream.Simulation;

/// <summary>One link of the chain between an answer and the wire. Overrides what it changes, and lets the rest pass. Used by one request.</summary>
internal abstract class AnswerStage
{
    /// <summary>The link behind it; set when the chain is put together.</summary>
    public AnswerStage Next { get; set; } = null!;

    /// <summary>Status and headers, once, before everything else.</summary>
    public virtual ValueTask HeadAsync(AnswerHead head) => Next.HeadAsync(head);

    /// <summary>A piece of the body.</summary>
    public virtual ValueTask WriteAsync(AnswerPiece piece) => Next.WriteAsync(piece);

    /// <summary>The answer is complete, or nobody wants the rest of it.</summary>
    public virtual ValueTask EndAsync() => Next.EndAsync();
}
