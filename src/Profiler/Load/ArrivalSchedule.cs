using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>When request k of an open loop is due: a pure function of rate (or stages, or a trace), arrival law, seed and k. No clock.</summary>
/// <remarks>
/// Gaps are drawn per request and scaled so that each block of <c>blockLength</c> requests takes exactly blockLength / rate
/// seconds. Within a block the arrivals are those of the law given their number, and over a run the rate is the one asked
/// for, not one that a lucky seed made of it: unscaled, 10,000 Poisson arrivals are off by 1 % in one run of three.
/// The last block is cached; use from one thread at a time.
/// </remarks>
public sealed class ArrivalSchedule
{
    // Scaling over more than this adds nothing and makes a block dear to compute.
    private const int MaxBlockLength = 1000;
    private const int Purpose = 1;

    private readonly LoadOptions _load;
    private readonly StageProfile? _profile;
    private readonly long _seed;
    private readonly double[] _block;
    private long _blockIndex = -1;

    /// <summary>A schedule for the given rate.</summary>
    /// <param name="load">Rate and arrival law.</param>
    /// <param name="seed">Seed of the plan.</param>
    /// <param name="plannedRequests">Requests the run will plan; scaling is over no more than these.</param>
    public ArrivalSchedule(LoadOptions load, long seed, long plannedRequests)
    {
        _load = load;
        _profile = load.Stages.Count > 0 ? new StageProfile(load.Stages) : null;
        _seed = seed;
        _block = new double[(int)Math.Clamp(plannedRequests, 1, MaxBlockLength)];
    }

    /// <summary>The rate, where it may be changed; null = it stays.</summary>
    internal RateSteps? Rate { get; init; }

    /// <summary>Seconds from the start of the plan at which request <paramref name="k"/> is due.</summary>
    public double DueSeconds(long k)
    {
        if (_load.Trace is { } trace)
            return k < trace.Entries.Count ? trace.DueSeconds((int)k) : StageProfile.NeverSeconds;
        if (_load.Arrival == ArrivalKind.Constant)
            return TimeOf(k);

        var (block, place) = Math.DivRem(k, _block.Length);
        if (block != _blockIndex)
            Fill(block);
        return TimeOf(block * (double)_block.Length + _block[place]);
    }

    // Position in units of the mean gap to seconds.
    private double TimeOf(double position) => _profile?.SecondsAt(position) ?? Rate?.SecondsAt(position) ?? position / _load.RatePerSecond;

    // Places in units of the mean gap: n arrivals and the gap behind the last fill (0, n).
    private void Fill(long block)
    {
        var sum = 0.0;
        for (var i = 0; i < _block.Length; i++)
        {
            sum += Gap(block * _block.Length + i, Purpose);
            _block[i] = sum;
        }
        sum += Gap(block, Purpose + 1);
        var scale = _block.Length / sum;
        for (var i = 0; i < _block.Length; i++)
            _block[i] *= scale;
        _blockIndex = block;
    }

    private double Gap(long item, int purpose)
    {
        var draws = new Draws(_seed, item, purpose);
        return _load.Arrival == ArrivalKind.Gamma ? draws.NextGamma(_load.Burstiness) : draws.NextExponential();
    }
}
