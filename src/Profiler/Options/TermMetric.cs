using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>The metrics that objectives and checks may name, and how their limits are written.</summary>
public static class TermMetric
{
    /// <summary>Times of a request; limits are milliseconds.</summary>
    public static IReadOnlyList<string> Times { get; } = ["ttft", "ttfc", "itl", "tpot", "e2e", "wait", "ttft_from_schedule", "e2e_from_schedule"];

    /// <summary>What one request can be judged by.</summary>
    public static IReadOnlyList<string> OfRequest { get; } = ["ttft", "ttfc", "itl", "tpot", "e2e", "rate", "ttft_from_schedule", "e2e_from_schedule"];

    /// <summary>What has a distribution over requests, and so needs a statistic.</summary>
    public static IReadOnlyList<string> Distributed { get; } = [.. Times, "rate"];

    /// <summary>What has one value for a run or group.</summary>
    public static IReadOnlyList<string> PerRun { get; } =
        ["error_rate", "goodput", "met_ratio", "requests_per_s", "sent_per_s", "output_tokens_per_s", "input_tokens_per_s", "requests", "failed", "left"];

    /// <summary>Our name of a metric that vLLM's benchmark calls otherwise.</summary>
    public static string Canonical(string name) => name == "e2el" ? "e2e" : name;

    /// <summary>What is wrong with a time of 0 behind a sign: every request takes longer.</summary>
    internal static string ZeroLimit(ComparisonOperator sign) =>
        $"a limit of 0, which {(sign is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual ? "every" : "no")} request meets";

    /// <summary>Reads the limit of an objective: milliseconds for times, tokens per second for rate.</summary>
    public static bool TryParseLimit(string metric, ComparisonOperator sign, string text, out double limit, [NotNullWhen(false)] out string? problem)
    {
        if (Times.Contains(metric))
        {
            var isTime = DurationText.TryParse(text, out var time, out problem);
            if (isTime)
                problem = time > TimeSpan.Zero ? null : $"has {ZeroLimit(sign)}";
            limit = time.TotalMilliseconds;
            return problem is null;
        }

        if (text.EndsWith('%'))
        {
            (limit, problem) = (0, $"has a share as its limit, and {metric} is a number per second");
            return false;
        }

        var number = text.EndsWith("tok/s", StringComparison.Ordinal) ? text[..^"tok/s".Length] : text;
        return RateText.TryParseAny(number, out limit, out problem);
    }
}
