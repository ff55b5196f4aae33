namespace VllmStream.Profiling.Options;

/// <summary>Options of what is asked, of whom, and who asks.</summary>
internal static class WorkloadOptionTable
{
    private const CommandKinds Asks = CommandKinds.Run | CommandKinds.Probe | CommandKinds.Sweep;
    private const CommandKinds Loads = CommandKinds.Run | CommandKinds.Sweep;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--url", Aliases = ["--base-url", "--target"],
            Shape = ValueShape.Url, Value = "URL",
            Help = "the server, where it is not the first argument",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--scenario", Letter = "-f",
            Shape = ValueShape.File, Value = "FILE",
            Help = "tasks and users from a YAML file, or a shipped name",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--model", Letter = "-m", Aliases = ["--model-names"],
            Shape = ValueShape.Text, Value = "NAME", Default = "first of /v1/models",
            Help = "model name",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--endpoint", Aliases = ["--endpoint-type", "--backend"],
            Shape = ValueShape.Choice, Value = "KIND|/PATH", Choices = EndpointNames.All, Default = "chat",
            Help = "the API, or the path of anything else",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--mode",
            Shape = ValueShape.Choice, Value = "MODE", Choices = ["stream", "nonstream", "paired"], Default = "stream",
            Help = "stream, nonstream, or paired: every prompt both ways",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--streaming",
            Help = "the same as --mode stream", StandsFor = "--mode stream",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--no-stream",
            Help = "the same as --mode nonstream", StandsFor = "--mode nonstream",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--prompt",
            Shape = ValueShape.Text, Value = "TEXT", Default = "synthetic", Repeatable = true,
            Help = "a prompt; several are taken in turn",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--prompts", Aliases = ["--dataset-path"],
            Shape = ValueShape.File, Value = "FILE",
            Help = "prompts from text, JSONL, CSV or ShareGPT JSON",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--isl", Aliases = ["--input-len", "--random-input-len", "--synthetic-input-tokens-mean"],
            Shape = ValueShape.Length, Value = "N|LAW", Default = "256",
            Help = "tokens of a prompt: N, N±SD, A..B, lognormal:N±SD",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--osl", Aliases = ["--output-len", "--random-output-len", "--output-tokens-mean"],
            Shape = ValueShape.Length, Value = "N|LAW", Default = "128",
            Help = "max_tokens of an answer, as --isl takes them",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--prefix", Aliases = ["--random-prefix-len", "--prefix-tokens"],
            Shape = ValueShape.Text, Value = "N[xK]", Default = "0",
            Help = "tokens that prompts have in common, in K variants",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--exact-isl",
            Help = "--isl by the server's count; ids on completions",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--reuse-prompts",
            Help = "sends prompts that a prefix cache may know",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--turns",
            Shape = ValueShape.Count, Value = "N", Default = "1",
            Help = "turns of a session whose history grows",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--ignore-eos",
            Help = "asks the server to go on to max_tokens",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--temperature",
            Shape = ValueShape.Number, Value = "X", Default = "the server's",
            Help = "sampling temperature",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--top-p",
            Shape = ValueShape.Number, Value = "X", Default = "the server's",
            Help = "nucleus sampling",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--extra-body", Aliases = ["--extra-request-body"],
            Shape = ValueShape.Json, Value = "JSON",
            Help = "members added to every request body",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--header", Letter = "-H",
            Shape = ValueShape.Pair, Value = "'K: V'", Repeatable = true, Spreads = true, IsSecret = true,
            Help = "header of every request; never shown",
            Section = OptionSection.Workload, Commands = Asks | CommandKinds.Agent,
        },
        new()
        {
            Name = "--tokenizer",
            Shape = ValueShape.Text, Value = "FILE|NAME|server",
            Help = "counts tokens where the server reports none",
            Section = OptionSection.Workload, Commands = Loads,
        },
        new()
        {
            Name = "--continuous-usage", Aliases = ["--continuous-usage-stats"],
            Help = "asks vLLM for usage on every chunk",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--token-ids", Aliases = ["--return-token-ids"],
            Help = "asks vLLM for token ids; chunks get larger",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--seed", Aliases = ["--random-seed"],
            Shape = ValueShape.Count, Value = "N", Default = "random, printed",
            Help = "same seed, same plan and prompts",
            Section = OptionSection.Workload, Commands = Asks,
        },
        new()
        {
            Name = "--api-key-env",
            Shape = ValueShape.Text, Value = "NAME", Default = "VLLM_API_KEY, else OPENAI_API_KEY",
            Help = "variable that holds the key",
            Section = OptionSection.Workload, Commands = Asks | CommandKinds.Agent,
        },
        new()
        {
            Name = "--api-key-file",
            Shape = ValueShape.File, Value = "FILE",
            Help = "file that holds the key",
            Section = OptionSection.Workload, Commands = Asks | CommandKinds.Agent,
        },
        new()
        {
            Name = "--api-key",
            Shape = ValueShape.Text, Value = "KEY", IsSecret = true,
            Help = "the key; others on this machine can read it",
            Section = OptionSection.Workload, Commands = Asks,
        },
    ];
}
