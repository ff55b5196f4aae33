namespace VllmStream.Simulation;

/// <summary>A fault at one point of a stream: when so many tokens have left, or before the first event for 0.</summary>
internal abstract class PointStage(int at) : AnswerStage
{
    /// <summary>True once the point has been reached.</summary>
    protected bool HasFired { get; private set; }

    public sealed override async ValueTask WriteAsync(AnswerPiece piece)
    {
        if (!HasFired && at == 0) await BeginAsync(piece with { TokensAfter = 0 });
        await PassAsync(piece);
        if (!HasFired && piece.TokensAfter >= at) await BeginAsync(piece);
    }

    /// <summary>The point is reached; <paramref name="last"/> is the piece before it.</summary>
    protected abstract ValueTask FireAsync(AnswerPiece last);

    /// <summary>A piece before the point or, unless it was cut off, behind it.</summary>
    protected virtual ValueTask PassAsync(AnswerPiece piece) => Next.WriteAsync(piece);

    private ValueTask BeginAsync(AnswerPiece last)
    {
        HasFired = true;
        return FireAsync(last);
    }
}
