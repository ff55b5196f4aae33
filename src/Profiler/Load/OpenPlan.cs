using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>When request k of an open loop is due on this run's clock, warm-up included: the same for every lane. Counted are those of the process's own share. No clock of its own; one thread.</summary>
/// <remarks>Warm-up and measured requests have schedules of their own, so that the measured one is whole whatever came before.</remarks>
internal sealed class OpenPlan
{
    private readonly ArrivalSchedule _warmup;
    private readonly ArrivalSchedule _measured;
    private readonly StageProfile? _stages;
    private readonly PlanShare _share;
    private readonly int _bunch;
    private readonly long _warmups;
    private readonly long _startTicks;
    private readonly long _measuredStartTicks;
    private readonly long[] _firstOfStage;

    /// <summary>A plan that begins with its warm-up at <paramref name="startTicks"/>.</summary>
    /// <param name="options">Load, limits and seed.</param>
    /// <param name="warmup">Warm-up, resolved.</param>
    /// <param name="startTicks">Start of the load.</param>
    /// <param name="rate">The rate behind the warm-up, shared by all lanes.</param>
    public OpenPlan(RunOptions options, Warmup warmup, long startTicks, RateSteps rate)
    {
        var perSecond = options.Load.RatePerSecond;
        var warmupSeconds = warmup.AtMost.TotalSeconds;
        var requests = options.Limits.Requests ?? (long)Math.Round(perSecond * options.Limits.Duration!.Value.TotalSeconds);
        _warmup = new ArrivalSchedule(options.Load, options.Workload.Seed ^ 1, (long)Math.Round(perSecond * warmupSeconds));
        _measured = new ArrivalSchedule(options.Load, options.Workload.Seed, requests) { Rate = rate };
        _stages = options.Load.Stages.Count > 0 ? new StageProfile(options.Load.Stages) : null;
        _startTicks = startTicks;
        _measuredStartTicks = startTicks + Ticks.From(warmup.AtMost);
        while (_warmup.DueSeconds(_warmups) < warmupSeconds)
            _warmups++;
        _share = options.Load.Share;
        // A pair is warm-up or it counts: one that would be both is left out. And it is sent from one place.
        _bunch = PairPlan.BunchOf(options.Workload.Mode);
        _warmups -= _warmups % _bunch;
        WarmupCount = _share.Below(_warmups, _bunch);
        MeasuredCount = options.Limits.Requests is { } number ? _share.Below(_warmups + number, _bunch) - WarmupCount : null;
        // A share ends with its own last request: another one may be sent here as well, and neither takes the other's number.
        Count = options.Load.Trace is { } trace ? _share.Below(_warmups + trace.Entries.Count, _bunch)
            : _share == PlanShare.Whole ? long.MaxValue : WarmupCount + MeasuredCount ?? long.MaxValue;
        // A first stage may be silent, and is measured all the same. The window begins with the plan's request, whoever sends it.
        MeasuredFromTicks = _stages is not null ? _measuredStartTicks : DueOf(_warmups);
        _firstOfStage = _stages is null ? [0] : [.. _stages.Starts.Select(start => FirstDueFrom(start, (long)Math.Ceiling(_stages.Sum) + requests))];
    }

    /// <summary>Whose requests it is of.</summary>
    public PlanShare Share => _share;

    /// <summary>Requests 0 to here are not counted.</summary>
    public long WarmupCount { get; }

    /// <summary>When the first counted request is due.</summary>
    public long MeasuredFromTicks { get; }

    /// <summary>Tasks there are; long.MaxValue when it goes on as long as anybody asks.</summary>
    public long Count { get; }

    /// <summary>How many of them are measured, where a number ends the run; else null.</summary>
    public long? MeasuredCount { get; }

    /// <summary>Own task <paramref name="own"/>: its place in the plan, and whether it counts.</summary>
    public Claim ClaimOf(long own)
    {
        var k = _share.Place(own, _bunch);
        if (k < _warmups)
            return new Claim(new PlanPlace(k, RunStage.Warmup, k), Warmup: true);
        var measured = k - _warmups;
        // careful: by when it is due and not by its number, which a bursty law does not keep to.
        var stage = _stages?.StageAt(_measured.DueSeconds(measured)) ?? 0;
        return new Claim(new PlanPlace(k, RunStage.FirstMeasured + stage, measured - _firstOfStage[stage]), Warmup: false);
    }

    /// <summary>When own task <paramref name="own"/> is due, in ticks.</summary>
    public long DueTicks(long own) => DueOf(_share.Place(own, _bunch));

    /// <summary>The first own task that is due at an instant or later.</summary>
    public long FirstFrom(long ticks)
    {
        var high = 1L;
        while (high < Count && DueTicks(high) < ticks)
            high *= 2;
        var low = 0L;
        high = Math.Min(high, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (DueTicks(middle) < ticks)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private long DueOf(long k) => k < _warmups
        ? _startTicks + Ticks.FromSeconds(_warmup.DueSeconds(k))
        : _measuredStartTicks + Ticks.FromSeconds(_measured.DueSeconds(k - _warmups));

    // The first measured request that is due at a time or later; they are in order.
    private long FirstDueFrom(double seconds, long atMost)
    {
        var (low, high) = (0L, atMost);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (_measured.DueSeconds(middle) < seconds)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
