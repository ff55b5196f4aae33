using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Every command, in the order help shows them.</summary>
internal static class CommandTable
{
    /// <summary>The name of the program.</summary>
    internal const string Program = "vllmstream";

    /// <summary>All commands.</summary>
    internal static IReadOnlyList<CommandDefinition> All { get; } =
    [
        new(CommandKinds.Run, "run", "<url> [load] [workload] [limits] [output]", "puts load on a server and reports what came back",
            ["run http://127.0.0.1:8000 -c 32 -d 1m", "run --sim", "run --sim --nats embedded --agents 4"]),
        new(CommandKinds.Probe, "probe", "<url> [workload]", "sends one request: its timeline, and what the server speaks",
            ["probe http://127.0.0.1:8000"]),
        new(CommandKinds.Report, "report", "<run.ndjson>...", "prints the summary of a run again; several files are merged",
            ["report run-7f3a.ndjson --json summary.json"]),
        new(CommandKinds.Compare, "compare", "<a> <b>", "says whether b is better or worse than a, and how sure that is",
            ["compare base.ndjson new.ndjson --markdown comment.md", "compare vllm-bench.json new.ndjson --html compare.html", "compare run-7f3a.ndjson --by mode"]),
        new(CommandKinds.Sweep, "sweep", "<url> [load] [workload] [limits] [output]", "raises the load until an objective breaks",
            ["sweep http://127.0.0.1:8000 -r 1..64 --slo 'ttft<500ms'", "sweep --sim -c 1..8"]),
        new(CommandKinds.Sim, "sim", "[simulator] [engine]", "a vLLM-like server of known timing, for tests; needs no GPU",
            ["sim --port 8000 --ttft 200ms --itl 15ms", "sim --preset small-1gpu --max-num-seqs 64 --seed 7", "sim --profile sglang --fault 'cut(rst, at=3)@5%'"]),
        new(CommandKinds.Selftest, "selftest", "[output]", "measures this machine against the simulator",
            ["selftest", "selftest --json -"]),
        new(CommandKinds.Agent, "agent", "--nats URL", "waits for work as one of many load generators",
            ["agent --nats nats://broker:4222 --allow-target http://gpu7:8000"]),
        new(CommandKinds.Explain, "explain", "[word]", "explains a metric, outcome, warning, exit code or option",
            ["explain ttft", "explain --rate"]),
    ];

    /// <summary>The command of this name; null = none.</summary>
    internal static CommandDefinition? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    /// <summary>The command of this kind.</summary>
    internal static CommandDefinition Of(CommandKinds kind) => All.First(command => command.Kind == kind);

    /// <summary>The names of the commands in a set.</summary>
    internal static IEnumerable<string> NamesOf(CommandKinds kinds) =>
        All.Where(command => (command.Kind & kinds) != CommandKinds.None).Select(command => command.Name);
}
