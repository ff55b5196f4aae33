using VllmStream.Profiling.Server.Gpu;

namespace VllmStream.Tests.Profiler.Server.Gpu;

public sealed class NvidiaSmiLineTests
{
    private const double Mebibyte = 1024 * 1024;

    [Fact]
    public void Line_of_a_GPU_is_read() => Assert.Equal(
        new GpuReading("1", 7) { Name = "NVIDIA A100-SXM4-80GB", Utilisation = 0.93, MemoryUsedBytes = 62_668 * Mebibyte, MemoryTotalBytes = 81_920 * Mebibyte, PowerWatts = 412.33, Celsius = 64 },
        NvidiaSmiLine.Read("1, NVIDIA A100-SXM4-80GB, 93, 62668, 81920, 412.33, 64", 7));

    [Fact]
    public void What_the_card_does_not_tell_is_absent() => Assert.Equal(
        new GpuReading("0", 7) { Name = "Tesla T4", MemoryUsedBytes = 0, MemoryTotalBytes = 15_360 * Mebibyte },
        NvidiaSmiLine.Read("0, Tesla T4, [N/A], 0, 15360, [Not Supported], [Unknown Error]", 7));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found")]
    [InlineData("Unable to determine the device handle for GPU 0000:07:00.0: GPU is lost.  Reboot the system to recover this GPU")]
    [InlineData("0, A, 1, 2, 3, 4")]
    [InlineData("0, A, 1, 2, 3, 4, 5, 6")]
    [InlineData("-1, A, 1, 2, 3, 4, 5")]
    public void Anything_else_is_no_reading(string line) => Assert.Null(NvidiaSmiLine.Read(line, 7));
}
