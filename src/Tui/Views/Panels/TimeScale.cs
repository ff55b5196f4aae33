using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Views.Panels;

/// <summary>The one unit of a row of times: milliseconds, or seconds where those would have too many digits.</summary>
/// <param name="Unit">As it is written.</param>
/// <param name="Ms">Milliseconds in one of it.</param>
internal readonly record struct TimeScale(string Unit, double Ms)
{
    /// <summary>A value from which on a row is in seconds.</summary>
    public const double SecondsFromMs = 1_000;

    /// <summary>Seconds, or milliseconds.</summary>
    public static TimeScale Of(bool isSeconds) => isSeconds ? new("s", SecondsFromMs) : new("ms", 1);

    /// <summary>That of a row with these two medians.</summary>
    public static TimeScale Of(double? one, double? other) => Of(Math.Max(one ?? 0, other ?? 0) >= SecondsFromMs);

    /// <summary>A time in it.</summary>
    public string Show(double? ms) => Figure.Three(ms / Ms);
}
