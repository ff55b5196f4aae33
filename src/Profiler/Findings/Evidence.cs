using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings;

/// <summary>Makes findings that carry the numbers they stand on.</summary>
internal static class Evidence
{
    /// <summary>A diagnosis.</summary>
    /// <param name="level">info, warning or invalid.</param>
    /// <param name="code">Its word.</param>
    /// <param name="text">The sentence.</param>
    /// <param name="advice">What to try.</param>
    /// <param name="numbers">What proves it; those that are unknown are left out.</param>
    public static Finding Of(string level, string code, string text, string? advice, params ReadOnlySpan<(string Name, double? Value)> numbers)
    {
        var evidence = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in numbers)
        {
            if (value is { } number && double.IsFinite(number))
                evidence[name] = Rounded.ToMillionth(number);
        }
        return new Finding(level, code, text) { Advice = advice, Evidence = evidence };
    }

    /// <summary>A share in whole percent, as sentences say it.</summary>
    public static string Percent(double ratio) => $"{ratio * 100:0} %";
}
