using System.Diagnostics;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

public sealed class PacerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Waits_end_in_due_order_and_never_early(bool portable)
    {
        using var pacer = Create(portable);
        var ended = new List<int>();
        var start = Stopwatch.GetTimestamp();
        // Handed in the wrong order, and far enough ahead that all are in before the first is due on a busy machine.
        var waits = Enumerable.Range(0, 20).Reverse().Select(async i =>
        {
            var due = start + (500 + i * 2) * Stopwatch.Frequency / 1000;
            Assert.True(await new PacedWait(pacer).UntilAsync(due));
            Assert.True(Stopwatch.GetTimestamp() >= due);
            lock (ended) ended.Add(i);
        }).ToList();
        await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 20), ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nearer_wait_ends_a_longer_sleep(bool portable)
    {
        using var pacer = Create(portable);
        var far = new PacedWait(pacer);
        var farWait = far.UntilAsync(Stopwatch.GetTimestamp() + 3600 * Stopwatch.Frequency);
        var near = new PacedWait(pacer).UntilAsync(Stopwatch.GetTimestamp() + Stopwatch.Frequency / 100);
        Assert.True(await near.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        far.CutShort();
        Assert.False(await farWait.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Disposed_pacer_ends_open_waits()
    {
        var pacer = Create(portable: false);
        var wait = new PacedWait(pacer);
        var open = wait.UntilAsync(long.MaxValue - 1);
        pacer.Dispose();
        Assert.False(await open);
        Assert.False(await wait.UntilAsync(0));
    }

    private static Pacer Create(bool portable) => new(portable || !FutexSleep.IsSupported ? new MonitorSleep() : new FutexSleep());
}
