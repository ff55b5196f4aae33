using VllmStream.Profiling.Health;

namespace VllmStream.Tests.Profiler.Health;

public sealed class HostSampleTests
{
    private const string Devices =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 500 1 0 0 0 0 0 0 500 1 0 0 0 0 0 0
          eth0:1000 1 0 0 0 0 0 0 30 1 0 0 0 0 0 0
          eth1: 200 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0
        """;

    [Fact]
    public void Machine_is_read_from_proc() =>
        Assert.Equal(new HostSample(100 + 5 + 20 + 1 + 2 + 3, 1_000 + 131 + 9, 1_200, 34, 500), HostSample.Parse("cpu  100 5 20 1000 9 1 2 3 77 0\ncpu0 1 1 1 1\n", Devices));

    [Theory]
    [InlineData("", "")]
    [InlineData("cpu  1 2 x 4 5 6 7 8\n", "nothing here\n")]
    [InlineData("intr 1 2 3 4 5 6 7 8\n", "eth0: 1 2 3\n")]
    public void What_cannot_be_read_is_absent(string stat, string devices) =>
        Assert.Equal(new HostSample(null, null, null, null, null), HostSample.Parse(stat, devices));
}
