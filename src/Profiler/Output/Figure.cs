namespace VllmStream.Profiling.Output;

/// <summary>Numbers as people read them: three significant digits, - for what is absent.</summary>
public static class Figure
{
    /// <summary>Stands for an absent number.</summary>
    public const string Absent = "-";

    private static readonly string[] Suffixes = ["", "k", "M", "G", "T"];

    /// <summary>Three significant digits, at most three decimals; from 10,000 on with k, M, G, T.</summary>
    public static string Three(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return Absent;
        if (number == 0)
            return "0";
        var rounded = Significant(number);
        // Three places are all there are; a figure that is there must not look like none.
        if (Math.Abs(rounded) < 0.0005)
            return "<0.001";
        var suffix = 0;
        if (Math.Abs(rounded) >= 10_000)
        {
            while (Math.Abs(rounded) >= 1_000 && suffix < Suffixes.Length - 1)
            {
                rounded = Significant(rounded / 1_000);
                suffix++;
            }
        }

        return Decimals(rounded, Math.Clamp(2 - Magnitude(rounded), 0, 3)) + Suffixes[suffix];
    }

    /// <summary>A time of this client, where a tenth of a millisecond is as fine as anyone needs: 0.4, 2.3, 41.8, 412.</summary>
    public static string Tenth(double? value) => value switch
    {
        null => Absent,
        0 => "0",
        < 0.01 => "<0.01",
        < 0.1 => Decimals(value.Value, 2),
        < 100 => Decimals(value.Value, 1),
        _ => Three(value),
    };

    /// <summary>A difference: with its sign, and ~0 for one that three decimals cannot show.</summary>
    public static string Difference(double? value) => value switch
    {
        null => Absent,
        0 => "0",
        > -0.0005 and < 0.0005 => "~0",
        > 0 => "+" + Three(value),
        _ => Three(value),
    };

    /// <summary>A change in percent, with its sign: +12.3%, -4.1%.</summary>
    public static string Change(double? ratio) => ratio is null ? Absent : $"{Difference(ratio * 100)}%";

    /// <summary>A count: exact below 10,000, then 774k.</summary>
    public static string Count(long? count) => count is null ? Absent : Math.Abs(count.Value) < 10_000 ? $"{count}" : Three(count);

    /// <summary>An amount of whole things, or a mean of such: 61, 0, 2.25, 774k.</summary>
    public static string Amount(double? value) =>
        value is { } number && number.Equals(Math.Round(number)) && Math.Abs(number) < long.MaxValue ? Count((long)number) : Three(value);

    /// <summary>A share as a percentage with one decimal: 1.3%, 96.3%, 100%, &lt;0.1%.</summary>
    public static string Share(double? ratio)
    {
        if (ratio is not { } share)
            return Absent;
        var percent = share * 100;
        if (percent is 0 or 100)
            return $"{percent:0}%";
        if (percent < 0.1)
            return "<0.1%";

        // Not quite all must not read as all.
        return percent < 100 ? $"{Decimals(Math.Min(percent, 99.9), 1)}%" : $"{Decimals(percent, 1)}%";
    }

    /// <summary>A share in whole percent: 6%, 41%.</summary>
    public static string Percent(double? ratio) => ratio is { } share ? $"{Decimals(share * 100, 0)}%" : Absent;

    /// <summary>A length of time as a clock: 05:00, 1:02:03; under ten seconds 4.21 s.</summary>
    public static string Clock(double ms)
    {
        var span = TimeSpan.FromMilliseconds(Math.Round(ms));
        if (span.TotalSeconds < 10)
            return $"{Three(span.TotalSeconds)} s";
        span = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
        return span.TotalHours < 1 ? $"{span.Minutes:00}:{span.Seconds:00}" : $"{(long)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}";
    }

    /// <summary>A time in ms, or in s from a second on, with its unit.</summary>
    public static string Time(double ms) => ms < 1_000 ? $"{Three(ms)} ms" : $"{Three(ms / 1_000)} s";

    /// <summary>A size in bytes: 812 B, 4.9 MB.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double size = bytes;
        var unit = 0;
        while (size >= 999.5 && unit < units.Length - 1)
        {
            size /= 1_000;
            unit++;
        }

        return $"{Decimals(size, unit == 0 || size >= 99.95 ? 0 : 1)} {units[unit]}";
    }

    private static double Significant(double value)
    {
        var decimals = 2 - Magnitude(value);
        return decimals >= 0 ? Math.Round(value, Math.Min(decimals, 15)) : Math.Round(value / Math.Pow(10, -decimals)) * Math.Pow(10, -decimals);
    }

    private static int Magnitude(double value) => value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-12);

    private static string Decimals(double value, int decimals) => value.ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
}
