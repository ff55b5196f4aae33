using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

/// <summary>The defaults that help shows are those the records have.</summary>
public sealed class OptionDefaultTests
{
    private static readonly RunOptions Options = new() { Target = new TargetUrl("http", "h", 80, "") };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Default_in_help_is_the_default_in_code(string name, string inCode) =>
        Assert.Equal(inCode, OptionTable.Named(name).Default);

    public static TheoryData<string, string> Cases { get; } = new()
    {
        { "--concurrency", $"{Options.Load.Concurrency}" },
        { "--arrival", $"{Options.Load.Arrival}".ToLowerInvariant() },
        { "--endpoint", $"{Options.Workload.Endpoint}".ToLowerInvariant() },
        { "--mode", $"{Options.Workload.Mode}".ToLowerInvariant() },
        { "--isl", LengthText.Format(Options.Workload.InputTokens) },
        { "--osl", LengthText.Format(Options.Workload.OutputTokens) },
        { "--duration", Written(Options.Limits.Duration) },
        { "--drain", Written(Options.Limits.Drain) },
        { "--wait", Written(Options.Limits.Wait) },
        { "--timeout-connect", Written(Options.Timeouts.Connect) },
        { "--timeout-first-token", Written(Options.Timeouts.FirstToken).Replace("2m", "120s", StringComparison.Ordinal) },
        { "--timeout-idle", Written(Options.Timeouts.Idle) },
        { "--timeout-total", Written(Options.Timeouts.Total) },
        { "--retries", $"{Options.Retries}" },
        { "--retry-budget", Written(Options.RetryBudget).Replace("1m", "60s", StringComparison.Ordinal) },
        { "--record", $"{Options.Record}".ToLowerInvariant() },
    };

    private static string Written(TimeSpan? time) => time is null ? "none" : DurationText.Format(time.Value);
}
