namespace VllmStream.Profiling.Options;

/// <summary>Options of a run over many agents, and of an agent.</summary>
internal static class ClusterOptionTable
{
    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--nats",
            Shape = ValueShape.Url, Value = "URL[,URL]",
            Help = "the broker; embedded starts one, and agents here",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--agents",
            Shape = ValueShape.Count, Value = "N",
            Help = "spreads the run over N agents",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--region",
            Shape = ValueShape.Text, Value = "NAME=N[,..]",
            Help = "so many of which region: eu=3,us=1",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--on-agent-loss",
            Shape = ValueShape.Choice, Value = "WHAT", Choices = ["continue", "rebalance", "stop"], Default = "continue",
            Help = "the others go on, take its share over, or stop",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--agent-timeout",
            Shape = ValueShape.Duration, Value = "T", Default = "60s",
            Help = "waits for results while the broker is away",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--collect",
            Help = "fetches the records of every agent",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--attach",
            Shape = ValueShape.Text, Value = "RUN",
            Help = "picks up a run whose coordinator is gone",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--send-key",
            Help = "gives the API key to the agents, over TLS only",
            Section = OptionSection.Agents, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--name",
            Shape = ValueShape.Text, Value = "NAME", Default = "the machine's name",
            Help = "what people call this agent",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--region",
            Shape = ValueShape.Text, Value = "NAME",
            Help = "where this agent stands",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--label",
            Shape = ValueShape.Pair, Value = "K=V", Repeatable = true,
            Help = "what reports say of it: rack=7, gpu=h100",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--allow-target",
            Shape = ValueShape.Text, Value = "URL|any", Default = "this machine", Repeatable = true,
            Help = "the only servers this agent will put load on",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--work-dir",
            Shape = ValueShape.Text, Value = "DIR", Default = "the current folder",
            Help = "where its records and copies of files lie",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--selftest",
            Shape = ValueShape.File, Value = "FILE",
            Help = "what selftest --json found: its ceiling is told",
            Section = OptionSection.Agents, Commands = CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-user",
            Shape = ValueShape.Text, Value = "NAME",
            Help = "who we are to the broker",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-password-env",
            Shape = ValueShape.Text, Value = "NAME",
            Help = "the variable that holds the password",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-password-file",
            Shape = ValueShape.File, Value = "FILE",
            Help = "the file that holds it",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-creds",
            Shape = ValueShape.File, Value = "FILE",
            Help = "JWT and seed, as nsc writes them",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-nkey",
            Shape = ValueShape.File, Value = "FILE",
            Help = "an NKey seed",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-cacert",
            Shape = ValueShape.File, Value = "FILE",
            Help = "authorities to believe for the broker; needs TLS",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-cert",
            Shape = ValueShape.File, Value = "FILE",
            Help = "our certificate for the broker",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
        new()
        {
            Name = "--nats-key",
            Shape = ValueShape.File, Value = "FILE",
            Help = "its key, unless in the same file",
            Section = OptionSection.Agents, Commands = CommandKinds.Run | CommandKinds.Agent,
        },
    ];
}
