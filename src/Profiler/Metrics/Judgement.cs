namespace VllmStream.Profiling.Metrics;

/// <summary>Verdict and exit code of a run, with the sentence that explains each.</summary>
/// <param name="Verdict">What it is worth.</param>
/// <param name="ExitCode">Process exit code.</param>
/// <param name="Reason">Why the verdict is not VALID; null when it is.</param>
/// <param name="ExitReason">What stands behind the exit code in the last line of the summary.</param>
public sealed record Judgement(Verdict Verdict, int ExitCode, string? Reason, string ExitReason)
{
    /// <summary>Codes from the one that wins over all others down.</summary>
    private static readonly int[] Precedence = [2, 3, 1, 130, 143, 5, 4, 99, 0];

    /// <summary>Judges a run. The first that applies wins: 2, 3, 1, 130 or 143, 5, 4, 99, 0.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="finished">Measured requests that ended.</param>
    /// <param name="ok">Those that ended well.</param>
    /// <param name="warmup">Warm-up requests that ended.</param>
    /// <param name="warmupOk">Those that ended well.</param>
    /// <param name="checks">Results of the checks.</param>
    public static Judgement Of(RunEnding ending, long finished, long ok, long warmup, long warmupOk, IReadOnlyList<CheckResult> checks)
    {
        ArgumentNullException.ThrowIfNull(ending);
        ArgumentNullException.ThrowIfNull(checks);
        if (ending.BadInput is { } input)
            return Fail(2, input);
        if (ending.Unreachable is { } unreachable)
            return Fail(3, unreachable);
        if (ending.InternalError is { } bug)
            return Fail(1, bug);
        if (ending.Signal is { } signal)
            return Interrupted(128 + signal, ending.InterruptedWhy ?? (signal == 15 ? "SIGTERM" : "Ctrl-C"));
        if (ending.FileCut)
            return Interrupted(130, "file has no summary: cut");
        if (NoSuccess(ending, finished, ok, warmup, warmupOk) is { } nothing)
            return Fail(5, nothing);
        if (Invalidity(ending, finished, warmup) is { } invalid)
            return new(Verdict.NotValid, 4, invalid, $"not valid: {invalid}");

        var failed = checks.Count(check => !check.Pass);
        if (failed > 0)
            return new(Verdict.Valid, 99, null, $"{failed} of {checks.Count} checks failed");
        return new(Verdict.Valid, 0, null, checks.Count switch
        {
            0 => "no checks",
            1 => "1 check passed",
            _ => $"{checks.Count} checks passed",
        });
    }

    /// <summary>The code that wins.</summary>
    public static int Worse(int one, int other) => Array.IndexOf(Precedence, one) <= Array.IndexOf(Precedence, other) ? one : other;

    private static string? NoSuccess(RunEnding ending, long finished, long ok, long warmup, long warmupOk)
    {
        if (ok > 0 || finished + warmup == 0)
            return null;

        // Warm-up alone succeeded and nothing was measured: not a failed server but a run that says nothing.
        if (finished == 0 && warmupOk > 0)
            return null;
        var what = $"none of {finished + warmup - warmupOk} requests succeeded";
        return ending.Aborted is { } condition ? $"{what}; aborted: {condition}" : what;
    }

    private static string? Invalidity(RunEnding ending, long finished, long warmup)
    {
        var reasons = new List<string>(ending.Client?.InvalidReasons ?? []);
        if (ending.Aborted is { } condition)
            reasons.Add($"aborted: {condition}");
        if (finished == 0)
            reasons.Add(warmup > 0 ? "nothing measured after warm-up" : "nothing measured");
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>Nothing to judge.</summary>
    internal static Judgement Fail(int code, string reason) => new(Verdict.Failed, code, reason, reason);

    /// <summary>Cut short.</summary>
    internal static Judgement Interrupted(int code, string reason) => new(Verdict.Interrupted, code, reason, $"interrupted: {reason}");
}
