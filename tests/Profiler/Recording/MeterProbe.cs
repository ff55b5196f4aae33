using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>Remembers what a meter was told.</summary>
public sealed class MeterProbe : TokenMeter
{
    private readonly List<int> _gaps = [];
    private readonly List<int> _counts = [];

    public double? FirstMs { get; private set; }

    public IReadOnlyList<int> Gaps => _gaps;

    public IReadOnlyList<int> Counts => _counts;

    public override void FirstToken(long ttftTicks)
    {
        Assert.Null(FirstMs);
        FirstMs = Ticks.ToMs(ttftTicks);
    }

    public override void Gap(int microseconds) => _gaps.Add(microseconds);

    public override void Tokens(int count) => _counts.Add(count);
}
