namespace VllmStream.Profiling.Options;

/// <summary>Options of the load shape.</summary>
internal static class LoadOptionTable
{
    private const CommandKinds Loads = CommandKinds.Run | CommandKinds.Sweep;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--concurrency", Letter = "-c", Aliases = ["--vus", "--streams"],
            Shape = ValueShape.Count, Value = "N", Default = "8",
            Help = "closed loop: N in flight, the next when one ends",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--rate", Letter = "-r", Aliases = ["--request-rate"],
            Shape = ValueShape.Rate, Value = "R",
            Help = "open loop: R requests per second by a fixed plan",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--rate", Letter = "-r", Aliases = ["--request-rate"],
            Shape = ValueShape.Rate, Value = "A[..B]", Default = "1",
            Help = "raises the requests per second of an open loop",
            Section = OptionSection.Load, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--concurrency", Letter = "-c", Aliases = ["--vus", "--streams"],
            Shape = ValueShape.Count, Value = "A[..B]",
            Help = "raises the number in flight of a closed loop",
            Section = OptionSection.Load, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--users",
            Shape = ValueShape.Count, Value = "A[..B]",
            Help = "raises the number of simulated users",
            Section = OptionSection.Load, Commands = CommandKinds.Sweep,
        },
        new()
        {
            Name = "--arrival", Aliases = ["--request-rate-mode", "--arrival-pattern"],
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["poisson", "constant", "gamma:B"], Default = "poisson",
            Help = "its gaps: poisson, constant, gamma:B",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--burstiness", Aliases = ["--vllm-burstiness", "--arrival-smoothness"],
            Shape = ValueShape.Number, Value = "B",
            Help = "--arrival gamma:B; under 1 comes in bursts",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--max-concurrency",
            Shape = ValueShape.Count, Value = "N",
            Help = "most in flight under --rate; alone: --concurrency",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--transport",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["epoll", "portable"], Default = "epoll on Linux, else portable",
            Help = "event loops with kernel time stamps, or .NET sockets",
            Section = OptionSection.Load, Commands = CommandKinds.Run | CommandKinds.Probe | CommandKinds.Sweep | CommandKinds.Selftest,
        },
        new()
        {
            Name = "--loops",
            Shape = ValueShape.Count, Value = "N", Default = "cores - 1, at least 1",
            Help = "event loops, each a thread",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--users",
            Shape = ValueShape.Count, Value = "N",
            Help = "simulated users who think between tasks",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--spawn-rate",
            Shape = ValueShape.Rate, Value = "R",
            Help = "users that start per second",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--think", Aliases = ["--wait-time"],
            Shape = ValueShape.Duration, Value = "T[..T]",
            Help = "pause of a user between two tasks",
            Section = OptionSection.Load, Commands = Loads,
        },
        new()
        {
            Name = "--stages", Aliases = ["--stage"],
            Shape = ValueShape.Text, Value = "LIST",
            Help = "load in steps and ramps: 30s:2,2m>8,30s:0",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--stages-of",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["rate", "concurrency"], Default = "rate",
            Help = "what --stages changes",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--trace", Aliases = ["--input-file"],
            Shape = ValueShape.File, Value = "FILE",
            Help = "replay of time stamps and lengths from a trace",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--speed",
            Shape = ValueShape.Number, Value = "X", Default = "1",
            Help = "how many times faster --trace is replayed",
            Section = OptionSection.Load, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--cancel",
            Shape = ValueShape.Text, Value = "'P% after T'",
            Help = "users who leave early: '5% after 2s', 1s..3s",
            Section = OptionSection.Load, Commands = Loads,
        },
    ];
}
