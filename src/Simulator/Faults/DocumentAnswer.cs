using System.Text;

namespace VllmStream.Simulation;

/// <summary>A status with headers and a body that is known whole: refusals, redirects, and empty answers.</summary>
internal sealed class DocumentAnswer(AnswerHead head, string body) : FaultAnswer
{
    public override async Task PlayAsync(FaultRun run, Action<long, long, int> sent)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        head.ContentLength = bytes.Length;
        await run.First.HeadAsync(head);
        await run.First.WriteAsync(new AnswerPiece(PieceKind.Other, bytes, TokensAfter: 0, Flush: true));
        await run.First.EndAsync();
    }
}
