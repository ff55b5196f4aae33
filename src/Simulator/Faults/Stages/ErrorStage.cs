using System.Text;

namespace VllmStream.Simulation;

/// <summary>An error in the middle of a stream whose status was 200; nothing comes after it but, if wanted, [DONE].</summary>
internal sealed class ErrorStage(FaultRun run, int at, string error, bool withDone) : PointStage(at)
{
    protected override async ValueTask FireAsync(AnswerPiece last)
    {
        run.GiveUp();
        await Next.WriteAsync(new AnswerPiece(PieceKind.Error, Encoding.UTF8.GetBytes($"data: {error}\n\n"), last.TokensAfter, Flush: !withDone));
        if (withDone) await Next.WriteAsync(new AnswerPiece(PieceKind.Done, Encoding.UTF8.GetBytes(run.Style.Done), last.TokensAfter, Flush: true));
    }

    protected override ValueTask PassAsync(AnswerPiece piece) => HasFired ? default : Next.WriteAsync(piece);
}
