using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>Numbers, times and sizes as fault scripts write them.</summary>
internal static class FaultNumber
{
    private static readonly (string Unit, double Microseconds)[] TimeUnits = [("us", 1), ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000)];
    private static readonly (string Unit, int Bytes)[] SizeUnits = [("KiB", 1 << 10), ("MiB", 1 << 20), ("B", 1), ("", 1)];

    public static bool TryCount(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>A time; <see cref="Timeout.InfiniteTimeSpan"/> for "forever".</summary>
    public static bool TryTime(string text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        if (text == "forever") return true;
        foreach (var (unit, microseconds) in TimeUnits)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !TryPositive(text.AsSpan(0, text.Length - unit.Length), out var number)) continue;
            value = TimeSpan.FromMicroseconds(number * microseconds);
            return true;
        }

        return false;
    }

    public static bool TrySize(string text, out int value)
    {
        foreach (var (unit, bytes) in SizeUnits)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !TryCount(text[..^unit.Length].TrimEnd(), out var number) || number > int.MaxValue / bytes) continue;
            value = number * bytes;
            return true;
        }

        value = 0;
        return false;
    }

    // A week is longer than any test, and far from where ticks run over.
    private static bool TryPositive(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= 10_000_000;
}
