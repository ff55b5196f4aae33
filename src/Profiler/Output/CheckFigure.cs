using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>What a check found, with its unit: 561 ms, 1.3%; why nothing where there is no value.</summary>
public static class CheckFigure
{
    /// <summary>As the summary and every report say it.</summary>
    public static string Of(CheckResult check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return (check.Value, check.Unit) switch
        {
            (null, _) => $"-   {check.Reason}",
            _ when check.Detail is { } detail => detail,
            ({ } ratio, "ratio") => Figure.Share(ratio),
            ({ } ms, "ms") => Figure.Time(ms),
            ({ } count, "count") => Figure.Count((long)count),
            ({ } value, var unit) => $"{Figure.Three(value)} {unit}",
        };
    }
}
