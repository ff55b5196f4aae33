using System.Text;
using VllmStream.Profiling.Server.Hosts;
using VllmStream.Tests.Profiler.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Hosts;

public sealed class NodeExporterPageTests
{
    [Fact]
    public void Machine_is_read_without_guests_and_devices_that_are_no_cards()
    {
        var host = NodeExporterPage.Read(MetricsData.Bytes("node.txt"), "http://gpu7:9100/metrics", 9)!;
        Assert.Equal(("http://gpu7:9100/metrics", 9), (host.Source, host.AtTicks));
        // All modes of both cores; idle and iowait are no work.
        Assert.Equal(2_224.2 + 1.45 + 39.27 + 83.04 + 59.55 + 257.6 + 1_330.75 + 2_129.63 + 12.18 + 41.1 + 84.48 + 59.99 + 264.89 + 1_405.54, host.CpuSeconds!.Value, 6);
        Assert.Equal(2_224.2 + 1.45 + 2_129.63 + 12.18, host.CpuSeconds.Value - host.CpuBusySeconds!.Value, 6);
        Assert.Equal((25_276_510_208.0, 25_276_510_208.0 - 24_586_076_160), (host.MemoryTotalBytes!.Value, host.MemoryUsedBytes!.Value));
        Assert.Equal((227_650_046.0, 337_174.0), (host.ReceivedBytes!.Value, host.SentBytes!.Value));
    }

    [Theory]
    [InlineData("node_memory_MemTotal_bytes 100\n", 100.0, null)]
    [InlineData("node_network_receive_bytes_total{device=\"eth0\"} 7\n", null, 7.0)]
    public void What_is_not_there_is_not_told(string page, double? memory, double? received)
    {
        var host = NodeExporterPage.Read(Encoding.UTF8.GetBytes(page), "h", 1)!;
        Assert.Equal((memory, received), (host.MemoryTotalBytes, host.ReceivedBytes));
        Assert.Equal((null, null, null), (host.MemoryUsedBytes, host.CpuBusySeconds, host.SentBytes));
    }

    [Theory]
    [InlineData("vllm-v1.txt")]
    [InlineData("dcgm.txt")]
    public void Page_of_something_else_has_none(string file) => Assert.Null(NodeExporterPage.Read(MetricsData.Bytes(file), "h", 1));
}
