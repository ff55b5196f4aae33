using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class LiveMeterTests
{
    [Fact]
    public void LiveMeter_interval_holds_what_came_since_the_last()
    {
        var meter = new LiveMeter();
        meter.Sent();
        meter.FirstToken(Ticks.FromMs(200));
        meter.Gap(20_000);
        meter.Tokens(2);
        var first = Swap(meter);
        meter.Ended();
        meter.Gap(30_000);
        var second = Swap(meter);

        Assert.Equal((1L, 1L, 2L), (first.Counts.Sent, first.Counts.InFlight, first.Counts.Tokens));
        Assert.Equal((1, 1), (first.Ttft.Count, first.Gaps.Count));
        Assert.Equal((0L, 0L, 0L), (second.Counts.Sent, second.Counts.InFlight, second.Counts.Tokens));
        Assert.Equal((0, 1), (second.Ttft.Count, second.Gaps.Count));
        Assert.InRange(second.Gaps.Value(50)!.Value, 29.97, 30.03);
    }

    [Fact]
    public async Task LiveMeter_swapped_while_threads_write_loses_nothing()
    {
        const int Threads = 4;
        const int Each = 100_000;
        var meter = new LiveMeter();
        var writers = Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                meter.Gap(i % 50_000);
                meter.Tokens(1);
            }
        })).ToArray();
        var all = Task.WhenAll(writers);
        long gaps = 0, tokens = 0;
        do
        {
            var (counts, _, heard) = Swap(meter);
            (gaps, tokens) = (gaps + heard.Count, tokens + counts.Tokens);
        }
        while (!all.IsCompleted);
        await all;
        var (last, _, rest) = Swap(meter);

        Assert.Equal(Threads * Each, gaps + rest.Count);
        Assert.Equal(Threads * Each, tokens + last.Tokens);
    }

    private static (LiveInterval Counts, Distribution Ttft, Distribution Gaps) Swap(LiveMeter meter)
    {
        var (ttft, gaps) = (new Distribution(), new Distribution());
        return (meter.SwapInterval(ttft, gaps), ttft, gaps);
    }
}
