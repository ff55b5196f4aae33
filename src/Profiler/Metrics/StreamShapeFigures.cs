using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>How the answers came over the wire, in requests.</summary>
/// <param name="Verdict">The shape that most judged answers had: streamed, batched or buffered; unknown when none could be judged.</param>
/// <param name="Streamed">Event after event.</param>
/// <param name="Batched">In bursts.</param>
/// <param name="Buffered">All at the end.</param>
/// <param name="Unknown">Too short to judge, or not streamed.</param>
/// <param name="BurstEvents">Token events per burst, mean of the batched answers; null when there are none.</param>
/// <param name="BurstPeriodMs">Milliseconds from burst to burst, mean of the batched answers; null when there are none.</param>
public sealed record StreamShapeFigures(string Verdict, long Streamed, long Batched, long Buffered, long Unknown, double? BurstEvents, double? BurstPeriodMs)
{
    /// <summary>What usually makes a stream look so; null for one that needs no cause.</summary>
    public string? LikelyCause => Verdict switch
    {
        "batched" => "an engine that sends several tokens at a time (vLLM: --stream-interval), or a proxy that buffers or compresses",
        "buffered" => "a proxy that holds answers back or compresses them (nginx: proxy_buffering off)",
        _ => null,
    };

    /// <summary>No answers.</summary>
    public static StreamShapeFigures None { get; } = Of(0, 0, 0, 0, 0, 0);

    /// <summary>Judges by the counts; a tie goes to the worse shape.</summary>
    /// <param name="streamed">Answers that came event after event.</param>
    /// <param name="batched">Answers in bursts.</param>
    /// <param name="buffered">Answers all at the end.</param>
    /// <param name="unknown">Answers that cannot be judged.</param>
    /// <param name="burstEvents">Sum of the batched answers' events per burst.</param>
    /// <param name="burstPeriodMs">Sum of their times from burst to burst.</param>
    public static StreamShapeFigures Of(long streamed, long batched, long buffered, long unknown, double burstEvents, double burstPeriodMs)
    {
        var verdict = StreamShapeKind.Unknown;
        if (streamed + batched + buffered > 0)
        {
            verdict = buffered >= Math.Max(1, Math.Max(streamed, batched)) ? StreamShapeKind.Buffered
                : batched >= Math.Max(1, streamed) ? StreamShapeKind.Batched
                : StreamShapeKind.Streamed;
        }

        return new StreamShapeFigures(Words.Of(verdict), streamed, batched, buffered, unknown, Rounded.Per(burstEvents, batched), Rounded.Per(burstPeriodMs, batched));
    }

    /// <summary>Adds those of several runs.</summary>
    public static StreamShapeFigures Merge(IReadOnlyList<StreamShapeFigures> parts) => Of(
        parts.Sum(part => part.Streamed),
        parts.Sum(part => part.Batched),
        parts.Sum(part => part.Buffered),
        parts.Sum(part => part.Unknown),
        parts.Sum(part => part.Batched * (part.BurstEvents ?? 0)),
        parts.Sum(part => part.Batched * (part.BurstPeriodMs ?? 0)));
}
