using System.Text;
using VllmStream.Profiling.Server.Gpu;
using VllmStream.Tests.Profiler.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Gpu;

public sealed class ExporterPageTests
{
    private const double Mebibyte = 1024 * 1024;

    [Fact]
    public void DCGM_exporter_is_read_with_the_parts_of_split_cards()
    {
        var gpus = ExporterPage.Read(MetricsData.Bytes("dcgm.txt"), 9);
        Assert.Equal(["node4/0", "node4/1", "node4/2.7"], gpus.Select(gpu => gpu.Id));
        Assert.Equal(
            new GpuReading("node4/0", 9) { Name = "NVIDIA A100-SXM4-80GB", Utilisation = 0.93, MemoryUsedBytes = 62_668 * Mebibyte, MemoryTotalBytes = 81_920 * Mebibyte, PowerWatts = 412.33, Celsius = 64 },
            gpus[0]);
        Assert.Equal((0.5, null), (gpus[2].Utilisation, gpus[2].MemoryUsedBytes));
    }

    [Fact]
    public void Exporter_of_nvidia_smi_is_read()
    {
        var gpu = Assert.Single(ExporterPage.Read(Encoding.UTF8.GetBytes(
            """
            nvidia_smi_gpu_info{uuid="1a2b",name="NVIDIA L4"} 1
            nvidia_smi_utilization_gpu_ratio{uuid="1a2b"} 0.25
            nvidia_smi_memory_used_bytes{uuid="1a2b"} 1000
            nvidia_smi_memory_total_bytes{uuid="1a2b"} 4000
            nvidia_smi_power_draw_watts{uuid="1a2b"} 55
            nvidia_smi_temperature_gpu{uuid="1a2b"} 40
            """), 9));
        Assert.Equal(new GpuReading("1a2b", 9) { Name = "NVIDIA L4", Utilisation = 0.25, MemoryUsedBytes = 1_000, MemoryTotalBytes = 4_000, PowerWatts = 55, Celsius = 40 }, gpu);
    }

    [Fact]
    public void Page_without_GPUs_has_none() => Assert.Empty(ExporterPage.Read(MetricsData.Bytes("vllm-v1.txt"), 9));
}
