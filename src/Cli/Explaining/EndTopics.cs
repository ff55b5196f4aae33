using System.Globalization;

namespace VllmStream.Cli.Explaining;

/// <summary>How a run ends: verdicts and exit codes.</summary>
internal static class EndTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Verdict("VALID", "the numbers can be used", "The client kept its plan, something was measured after warm-up, and at least one request succeeded."),
        Verdict("NOT VALID", "the numbers say more about this client than about the server", "The client was saturated, the plan was not kept, or nothing was measured after warm-up; the reason stands beside it. Exit code 4."),
        Verdict("INTERRUPTED", "stopped before its end", "Ctrl-C or SIGTERM. Summary and file are complete up to then. Exit code 130 or 143."),
        Verdict("FAILED", "nothing succeeded", "Load ran and not one request succeeded, or it could not start. Exit code 3 or 5."),
        Code(Cli.ExitCode.Ok, "all well", "Valid, at least one success, every check passed. A failed request alone changes no code."),
        Code(Cli.ExitCode.InternalError, "internal error", "A bug of this program; --debug shows where."),
        Code(Cli.ExitCode.BadOption, "bad option or bad file", "One line says what, with which value, and what would be right. Nothing was sent."),
        Code(Cli.ExitCode.Unreachable, "no server, or the probe failed", "No connection, or the first request was refused. No load was put on anything."),
        Code(Cli.ExitCode.NotValid, "run not valid", "Client saturated, plan not kept, or nothing measured after warm-up. See NOT VALID."),
        Code(Cli.ExitCode.NothingSucceeded, "nothing succeeded", "Load ran and not one request succeeded."),
        Code(Cli.ExitCode.CheckFailed, "a check failed", "One of --check did not hold, or the run is worse than --baseline; the summary says which, with the measured value."),
        Code(Cli.ExitCode.Interrupted, "Ctrl-C", "Summary and file are complete up to then. The first Ctrl-C lets requests in flight finish, the second leaves at once."),
        Code(Cli.ExitCode.Terminated, "SIGTERM", "Summary and file are complete up to then."),
    ];

    private static Topic Verdict(string name, string title, string text) => new(TopicKind.Verdict, name, title, text) { Also = ["verdict"] };

    private static Topic Code(int code, string title, string text) =>
        new(TopicKind.ExitCode, code.ToString(CultureInfo.InvariantCulture), title, text) { Also = [$"exit {code}", "exit"] };
}
