using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>How the answers came over the wire, in requests.</summary>
/// <param name="Verdict">The shape that most judged answers had: streamed, batched or buffered; unknown when none could be judged.</param>
/// <param name="Streamed">Event after event.</param>
/// <param name="Batched">In bursts.</param>
/// <param name="Buffered">All at the end.</param>
/// <param name="Unknown">Too short to judge, or not streamed.</param>
public sealed record StreamShapeFigures(string Verdict, long Streamed, long Batched, long Buffered, long Unknown)
{
    /// <summary>Judges by the counts; a tie goes to the worse shape.</summary>
    public static StreamShapeFigures Of(long streamed, long batched, long buffered, long unknown)
    {
        var verdict = StreamShapeKind.Unknown;
        if (streamed + batched + buffered > 0)
        {
            verdict = buffered >= Math.Max(1, Math.Max(streamed, batched)) ? StreamShapeKind.Buffered
                : batched >= Math.Max(1, streamed) ? StreamShapeKind.Batched
                : StreamShapeKind.Streamed;
        }

        return new StreamShapeFigures(Words.Of(verdict), streamed, batched, buffered, unknown);
    }
}
