namespace VllmStream.Cli;

/// <summary>What the process ends with; scripts test these.</summary>
internal static class ExitCode
{
    /// <summary>Valid, at least one success, every check passed.</summary>
    internal const int Ok = 0;

    /// <summary>A bug of ours.</summary>
    internal const int InternalError = 1;

    /// <summary>Bad option, bad file.</summary>
    internal const int BadOption = 2;

    /// <summary>Server not reachable, or the probe failed.</summary>
    internal const int Unreachable = 3;

    /// <summary>Client saturated, plan not kept, or nothing measured after warm-up.</summary>
    internal const int NotValid = 4;

    /// <summary>Load ran and not one request succeeded.</summary>
    internal const int NothingSucceeded = 5;

    /// <summary>A check failed.</summary>
    internal const int CheckFailed = 99;

    /// <summary>Ctrl-C: 128 + SIGINT, as shells have it.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGTERM: 128 + 15.</summary>
    internal const int Terminated = 143;

    // An ending that hides another comes first: a run that was cut short has no checks worth failing.
    private static readonly int[] Precedence =
        [BadOption, Unreachable, InternalError, Interrupted, Terminated, NothingSucceeded, NotValid, CheckFailed];

    /// <summary>Every code, in ascending order.</summary>
    internal static IReadOnlyList<int> All { get; } =
        [Ok, InternalError, BadOption, Unreachable, NotValid, NothingSucceeded, CheckFailed, Interrupted, Terminated];

    /// <summary>The code to end with when several apply; <see cref="Ok"/> when none does.</summary>
    internal static int First(params ReadOnlySpan<int> codes)
    {
        foreach (var code in Precedence)
        {
            if (codes.Contains(code))
                return code;
        }

        return Ok;
    }
}
