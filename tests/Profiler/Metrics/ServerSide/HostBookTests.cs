using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Server.Hosts;

namespace VllmStream.Tests.Profiler.Metrics.ServerSide;

public sealed class HostBookTests
{
    private readonly HostBook _book = new();

    [Fact]
    public void Window_is_the_growth_between_its_first_and_its_last_look()
    {
        Look(0, busy: 10, all: 100, received: 1_000, used: 900, isSteady: false);
        Look(1, busy: 11, all: 102, received: 2_000, used: 500);
        Look(2, busy: 12.5, all: 104, received: 5_000, used: 700);
        Look(3, busy: 13, all: 106, received: 6_000, used: 600);
        Look(4, busy: 15, all: 108, received: 60_000, used: 2_000, isSteady: false);
        var host = Assert.Single(_book.Window());
        Assert.Equal((0.5, 2_000.0, 700.0, 4_096.0), (host.CpuRatio, host.NetReceivedBytesPerS, host.MemoryUsedBytes, host.MemoryTotalBytes));
        // And now since the look before.
        var now = Assert.Single(_book.Now());
        Assert.Equal((1.0, 54_000.0, 2_000.0), (now.CpuRatio, now.NetReceivedBytesPerS, now.MemoryUsedBytes));
    }

    [Fact]
    public void One_look_has_no_rates_and_neither_has_a_machine_that_was_started_again()
    {
        Look(1, busy: 10, all: 100, received: 1_000, used: 500);
        Assert.Equal((null, null, 500.0), Rates());
        Look(2, busy: 1, all: 2, received: 10, used: 400);
        Assert.Equal((null, null, 500.0), Rates());
    }

    [Fact]
    public void Line_has_machines_only_when_there_is_something_new()
    {
        Assert.Empty(_book.TakeNew());
        Look(1, busy: 10, all: 100, received: 1_000, used: 500);
        Assert.Single(_book.TakeNew());
        Assert.Empty(_book.TakeNew());
    }

    private (double? Cpu, double? Received, double? Memory) Rates()
    {
        var host = Assert.Single(_book.Window());
        return (host.CpuRatio, host.NetReceivedBytesPerS, host.MemoryUsedBytes);
    }

    private void Look(double second, double busy, double all, double received, double used, bool isSteady = true) =>
        _book.Take(new HostReading("h", Ticks.FromSeconds(second)) { CpuBusySeconds = busy, CpuSeconds = all, ReceivedBytes = received, SentBytes = received, MemoryUsedBytes = used, MemoryTotalBytes = 4_096 }, isSteady);
}
