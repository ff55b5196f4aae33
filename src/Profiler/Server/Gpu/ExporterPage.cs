using System.Text;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Server.Gpu;

/// <summary>GPUs on the page of an exporter: NVIDIA's DCGM exporter, or nvidia_gpu_exporter.</summary>
internal static class ExporterPage
{
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>Reads a page.</summary>
    /// <returns>The GPUs on it; empty when it has none.</returns>
    public static IReadOnlyList<GpuReading> Read(ReadOnlySpan<byte> page, long atTicks)
    {
        var found = new Dictionary<string, GpuReading>(StringComparer.Ordinal);
        var free = new Dictionary<string, double>(StringComparer.Ordinal);
        var text = new PrometheusText(page);
        while (text.Read())
        {
            if (!text.Name.StartsWith("DCGM_FI_"u8) && !text.Name.StartsWith("nvidia_smi_"u8) || !double.IsFinite(text.Value))
                continue;
            var id = IdOf(text);
            if (id is null)
                continue;
            var known = found.GetValueOrDefault(id) ?? new GpuReading(id, atTicks) { Name = text.Label("modelName"u8) ?? text.Label("name"u8) };
            var value = text.Value;
            var name = Encoding.ASCII.GetString(text.Name);
            if (name == "DCGM_FI_DEV_FB_FREE")
                free[id] = value * BytesPerMebibyte;
            found[id] = With(known, name, value);
        }
        return [.. found.Values.Where(HasFigures).Select(gpu => gpu.MemoryTotalBytes is null && free.TryGetValue(gpu.Id, out var rest) ? gpu with { MemoryTotalBytes = gpu.MemoryUsedBytes + rest } : gpu).OrderBy(gpu => gpu.Id, StringComparer.Ordinal)];
    }

    private static GpuReading With(GpuReading gpu, string name, double value) => name switch
    {
        "DCGM_FI_DEV_GPU_UTIL" => gpu with { Utilisation = value / 100 },
        // A part of a split card has no other figure.
        "DCGM_FI_PROF_GR_ENGINE_ACTIVE" => gpu with { Utilisation = gpu.Utilisation ?? value },
        "DCGM_FI_DEV_FB_USED" => gpu with { MemoryUsedBytes = value * BytesPerMebibyte },
        "DCGM_FI_DEV_FB_TOTAL" => gpu with { MemoryTotalBytes = value * BytesPerMebibyte },
        "DCGM_FI_DEV_POWER_USAGE" => gpu with { PowerWatts = value },
        "DCGM_FI_DEV_GPU_TEMP" => gpu with { Celsius = value },
        "nvidia_smi_utilization_gpu_ratio" => gpu with { Utilisation = value },
        "nvidia_smi_memory_used_bytes" => gpu with { MemoryUsedBytes = value },
        "nvidia_smi_memory_total_bytes" => gpu with { MemoryTotalBytes = value },
        "nvidia_smi_power_draw_watts" => gpu with { PowerWatts = value },
        "nvidia_smi_temperature_gpu" => gpu with { Celsius = value },
        _ => gpu,
    };

    private static bool HasFigures(GpuReading gpu) =>
        gpu.Utilisation is not null || gpu.MemoryUsedBytes is not null || gpu.PowerWatts is not null || gpu.Celsius is not null;

    // Number, host and part: one exporter may stand behind another one that gathers several.
    private static string? IdOf(in PrometheusText text)
    {
        var number = text.Label("gpu"u8) ?? text.Label("index"u8) ?? text.Label("uuid"u8);
        if (number is null)
            return null;
        var host = text.Label("Hostname"u8) is { Length: > 0 } name ? $"{name}/" : "";
        var part = text.Label("GPU_I_ID"u8) is { Length: > 0 } instance ? $".{instance}" : "";
        return $"{host}{number}{part}";
    }
}
