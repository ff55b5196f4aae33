using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>Judges a stage by its snapshots, while it runs and at its end. Pure: no clock, no run. One thread at a time.</summary>
/// <remarks>
/// It looks after 5 s, and again whenever a quarter more time has passed: whoever looks all the time finds, sooner or later, what is not
/// there. For the same reason a stage ends early by a 99 % interval, and a number in flight that rises must rise at two looks.
/// </remarks>
public sealed class StageJudge(StageRules rules)
{
    private const double FirstLookMs = 5_000;
    private const double LookGrowth = 1.25;
    private const long LeastJudged = 50;
    private const int LooksToRise = 2;

    private readonly List<StageSample> _samples = [];
    private readonly List<StageSample> _sending = [];
    private readonly TtftSeconds _ttft = new();
    private double _nextLookMs = FirstLookMs;
    private int _rises;
    private StageDecision? _early;

    /// <summary>The share of good requests with its 95 % interval; null before any has ended. Of a stage that was given up: as it was then.</summary>
    public ShareEstimate? Share { get; private set; }

    /// <summary>The requests that it stands on.</summary>
    public long Judged => _samples.Count == 0 ? 0 : _samples[^1].Judged;

    /// <summary>How the number in flight rose over the last half of the stage; null = too short to tell.</summary>
    public InFlightGrowth? Growth => InFlightGrowth.Of([.. _sending.Skip(HalfWay()).Select(sample => new InFlightPoint(sample.ElapsedMs / 1_000, sample.InFlight))]);

    /// <summary>Requests done per second over the last half of the stage; null = too short to tell.</summary>
    public double? DonePerS
    {
        get
        {
            var from = HalfWay();
            var seconds = _sending.Count == 0 ? 0 : (_sending[^1].ElapsedMs - _sending[from].ElapsedMs) / 1_000;
            return seconds > 0 ? (_sending[^1].Done - _sending[from].Done) / seconds : null;
        }
    }

    /// <summary>Takes the next snapshot.</summary>
    /// <returns>A decision, once, when the stage can end now; else null.</returns>
    public StageDecision? Take(in StageSample sample)
    {
        if (sample.MeasuredMs is not { } measuredMs || _early is { GivesUp: true })
            return null;
        _samples.Add(sample);
        if (sample.IsSending)
        {
            _sending.Add(sample);
            _ttft.Add(sample);
        }
        if (_early is not null || !sample.IsSending || measuredMs < _nextLookMs)
            return null;
        _nextLookMs = measuredMs * LookGrowth;
        _early = Look(sample);
        if (_early is not null)
            Share = ShareEstimate.Of95(_samples);
        return _early;
    }

    /// <summary>The verdict, when the stage is over.</summary>
    public StageDecision Close()
    {
        if (_early is { GivesUp: true })
            return _early;
        Share = ShareEstimate.Of95(_samples);
        // More came than was done, whatever came of the requests that were lucky.
        if (IsRising(lastLook: true))
            return Broken(StageCause.Saturated);
        if (_ttft.RunsAway())
            return Broken(StageCause.TtftRunaway);
        if (Share is not { } share)
            return Broken(StageCause.Nothing);
        return share.Value >= rules.Share
            ? new StageDecision(StageVerdict.Kept, StageCause.None, share.Low >= rules.Share)
            : Broken(CauseOf(_samples[^1])) with { IsDecided = share.High < rules.Share };
    }

    private StageDecision? Look(in StageSample sample)
    {
        if (sample.Judged < LeastJudged)
            return null;
        _rises = IsRising(lastLook: false) ? _rises + 1 : 0;
        if (_rises >= LooksToRise)
            return Broken(StageCause.Saturated) with { GivesUp = true };
        if (_ttft.RunsAway())
            return Broken(StageCause.TtftRunaway) with { GivesUp = true };
        if (ShareEstimate.Of99(_samples) is not { } share)
            return null;
        // Broken either way; where something piles up too, nobody waits for it.
        if (share.High < rules.Share)
            return _rises > 0 ? Broken(StageCause.Saturated) with { GivesUp = true } : Broken(CauseOf(sample));
        var isSteady = rules.RatePerS is not { } rate || (_rises == 0 && Growth?.Stays(rate) == true);
        return share.Low >= rules.Share && isSteady && !rules.HasChecks ? new StageDecision(StageVerdict.Kept, StageCause.None) : null;
    }

    // Until the first requests have ended the number in flight rises of itself: the half that is looked at must come after that.
    private bool IsRising(bool lastLook)
    {
        if (rules.RatePerS is not { } rate || _sending.Count == 0)
            return false;
        var from = _sending[HalfWay()];
        var settledMs = lastLook ? from.E2eP50Ms ?? _sending[^1].E2eP50Ms : rules.KnownE2eMs ?? _sending[^1].E2eP90Ms;
        return from.MeasuredMs >= settledMs && Growth?.Rises(rate) == true;
    }

    private StageCause CauseOf(in StageSample sample) =>
        !rules.HasSlo || sample.Failed > (1 - rules.Share) * sample.Judged ? StageCause.Errors : StageCause.Objective;

    private static StageDecision Broken(StageCause cause) => new(StageVerdict.Broken, cause);

    // The first sample of the last half; 0 when there is none.
    private int HalfWay()
    {
        if (_sending.Count == 0)
            return 0;
        var half = _sending[^1].MeasuredMs / 2;
        var from = 0;
        while (from < _sending.Count - 1 && _sending[from].MeasuredMs < half)
            from++;
        return from;
    }
}
