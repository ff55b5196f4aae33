using System.Globalization;

namespace VllmStream.Profiling.Server.Gpu;

/// <summary>A line of nvidia-smi, as <see cref="Arguments"/> ask for it.</summary>
internal static class NvidiaSmiLine
{
    private const int Fields = 7;
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>One line for each GPU, once a second.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--query-gpu=index,name,utilization.gpu,memory.used,memory.total,power.draw,temperature.gpu",
        "--format=csv,noheader,nounits",
        "-lms",
        "1000",
    ];

    /// <summary>Reads a line. What the card does not tell stands there as [N/A] or [Not Supported].</summary>
    /// <returns>Null for anything else: an error, a blank line.</returns>
    public static GpuReading? Read(string line, long atTicks)
    {
        var parts = line.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != Fields || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        return new GpuReading(index.ToString(CultureInfo.InvariantCulture), atTicks)
        {
            Name = parts[1].StartsWith('[') ? null : parts[1],
            Utilisation = Number(parts[2]) / 100,
            MemoryUsedBytes = Number(parts[3]) * BytesPerMebibyte,
            MemoryTotalBytes = Number(parts[4]) * BytesPerMebibyte,
            PowerWatts = Number(parts[5]),
            Celsius = Number(parts[6]),
        };
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0 ? number : null;
}
