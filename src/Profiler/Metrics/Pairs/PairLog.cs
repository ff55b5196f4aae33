using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Joins the members of pairs as they end, and keeps of each whole pair what a comparison needs. Not thread-safe.</summary>
/// <remarks>
/// Bounded: members that wait for the other one are as many as are in flight; of whole pairs so many are kept, each with the
/// same chance (Vitter 1985, algorithm R), drawn from the seed, so that a report makes the same of a file.
/// </remarks>
/// <param name="seed">Seed of the run.</param>
/// <param name="mostKept">Whole pairs that are kept at most.</param>
public sealed class PairLog(long seed, int mostKept = PairLog.MostKept)
{
    /// <summary>Whole pairs that are kept: half a million bytes, and intervals narrower than anybody asks for.</summary>
    public const int MostKept = 1 << 14;

    private const int KeepPurpose = 61;

    // A screen's figures cost 8 to 20 us a pair: made at most every two seconds, and for no more than 2 % of the time.
    private const long FreshUs = 2_000_000;
    private const long FreshUsPerPair = 1_000;

    private readonly Dictionary<long, PairMember> _waiting = [];
    private readonly List<PairSample> _kept = [];
    private readonly PairTally _stream = new();
    private readonly PairTally _nonstream = new();
    private PairLosses _losses = PairLosses.None;
    private TokenSource _source;
    private long _complete;
    private long _known;
    private long _equal;
    private PairFigures? _live;
    private long _liveUs;

    /// <summary>Adds a measured request by its last attempt; one without a pair is passed over.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Pair is not { } pair)
            return;
        (record.Streaming ? _stream : _nonstream).Count(record.Outcome);
        var member = PairMember.Of(record, metrics);
        if (!_waiting.Remove(pair, out var other))
            _waiting[pair] = member;
        else if (record.Streaming)
            Join(member, other);
        else
            Join(other, member);
    }

    /// <summary>The figures at the end: whoever still waits waits in vain.</summary>
    public PairFigures Figures() => Make(_losses with { HalfSent = _waiting.Count });

    /// <summary>The figures while the run goes on, made anew now and then.</summary>
    /// <param name="nowUs">Microseconds since the run began.</param>
    public PairFigures Live(long nowUs)
    {
        if (_live is null || nowUs - _liveUs >= Math.Max(FreshUs, FreshUsPerPair * _kept.Count))
            (_live, _liveUs) = (Make(_losses), nowUs);
        return _live;
    }

    private void Join(in PairMember stream, in PairMember nonstream)
    {
        if (!stream.IsOk || !nonstream.IsOk)
        {
            _losses = stream.IsOk ? _losses with { NonstreamFailed = _losses.NonstreamFailed + 1 }
                : nonstream.IsOk ? _losses with { StreamFailed = _losses.StreamFailed + 1 }
                : _losses with { BothFailed = _losses.BothFailed + 1 };
            return;
        }
        if (stream.Outcome == Outcome.NotStreamed)
            _losses = _losses with { NotStreamed = _losses.NotStreamed + 1 };
        else if (stream.IsRetried || nonstream.IsRetried)
            _losses = _losses with { Retried = _losses.Retried + 1 };
        else
            Keep(stream, nonstream);
    }

    private void Keep(in PairMember stream, in PairMember nonstream)
    {
        _complete++;
        CountLengths(stream, nonstream);
        var sample = new PairSample(stream.E2eMs, nonstream.E2eMs, stream.FirstTextMs);
        if (_kept.Count < mostKept)
            _kept.Add(sample);
        else if (new Draws(seed, _complete, KeepPurpose).NextInt((int)_complete) is var place && place < mostKept)
            _kept[place] = sample;
    }

    // Counts of different sources are counts of different things.
    private void CountLengths(in PairMember stream, in PairMember nonstream)
    {
        if (stream.Tokens is not { } tokens || nonstream.Tokens is not { } others || stream.TokenSource != nonstream.TokenSource)
            return;
        if (_known == 0)
            _source = stream.TokenSource;
        if (stream.TokenSource != _source)
            return;
        _known++;
        if (tokens == others)
            _equal++;
        _stream.AddAnswer(tokens, stream.Bytes);
        _nonstream.AddAnswer(others, nonstream.Bytes);
    }

    private PairFigures Make(PairLosses losses)
    {
        var (median, tail) = PairIntervals.Of(_kept, seed);
        PairSample[] withText = [.. _kept.Where(pair => !double.IsNaN(pair.FirstTextMs))];
        var (streamed, whole) = (Sorted(_kept, pair => pair.StreamE2eMs), Sorted(_kept, pair => pair.NonstreamE2eMs));
        var (streamP99, wholeP99) = (P99(streamed), P99(whole));
        var figures = new PairFigures
        {
            Complete = _complete,
            Kept = _kept.Count,
            Incomplete = losses,
            Stream = _stream.Side(_known) with
            {
                E2eP50Ms = Median(streamed),
                E2eP99Ms = streamP99,
                FirstTextP50Ms = Median(Sorted(withText, pair => pair.FirstTextMs)),
            },
            Nonstream = _nonstream.Side(_known) with
            {
                E2eP50Ms = Median(whole),
                E2eP99Ms = wholeP99,
                FirstTextP50Ms = Median(Sorted(withText, pair => pair.NonstreamE2eMs)),
            },
            E2eDifferenceMs = new PairDifference(Median(Sorted(_kept, pair => pair.E2eDifferenceMs)), Rounded.OrNull(median?.Low), Rounded.OrNull(median?.High)),
            E2eP99DifferenceMs = new PairDifference(Rounded.OrNull(streamP99 - wholeP99), Rounded.OrNull(tail?.Low), Rounded.OrNull(tail?.High)),
            FirstTextDifferenceMs = Median(Sorted(withText, pair => pair.FirstTextMs - pair.NonstreamE2eMs)),
            Lengths = new PairLengths(_known, _equal),
        };
        return figures with { Reasons = PairReasons.Of(figures), Verdict = PairVerdict.Of(figures) };
    }

    private static double[] Sorted(IEnumerable<PairSample> pairs, Func<PairSample, double> of) => [.. pairs.Select(of).Order()];

    private static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : Rounded.ToThousandth((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);

    private static double? P99(double[] sorted) =>
        Percentile.HasEnough(99, sorted.Length) ? Rounded.ToThousandth(sorted[Percentile.Rank(99, sorted.Length) - 1]) : null;
}
