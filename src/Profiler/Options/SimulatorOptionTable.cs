namespace VllmStream.Profiling.Options;

/// <summary>Options of the embedded simulator: under <c>run --sim</c>, and as a server of its own.</summary>
internal static class SimulatorOptionTable
{
    private const CommandKinds Embeds = CommandKinds.Run | CommandKinds.Probe | CommandKinds.Sweep;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--sim",
            Help = "the embedded simulator instead of a server",
            Section = OptionSection.Simulator, Commands = Embeds,
        },
        new()
        {
            Name = "--host",
            Shape = ValueShape.Text, Value = "ADDRESS", Default = "127.0.0.1",
            Help = "address to listen on",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--port",
            Shape = ValueShape.Count, Value = "N", Default = "8000",
            Help = "port to listen on; 0 takes a free one",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--model", Letter = "-m",
            Shape = ValueShape.Text, Value = "NAME", Default = "sim/llama-8b",
            Help = "the model it serves",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--seed",
            Shape = ValueShape.Count, Value = "N", Default = "0",
            Help = "same seed and prompts, same texts and times",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--api-key-env",
            Shape = ValueShape.Text, Value = "NAME", Default = "asks for no key",
            Help = "variable with the key it asks for",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--api-key-file",
            Shape = ValueShape.File, Value = "FILE",
            Help = "file with the key it asks for",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--api-key",
            Shape = ValueShape.Text, Value = "KEY", IsSecret = true,
            Help = "the key it asks for, for all to read",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--http2",
            Help = "answers in HTTP/2 only, without TLS",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--ttft",
            Shape = ValueShape.Duration, Value = "T", Default = "60ms",
            Help = "time to first token, empty prompt",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--ttft-per-token",
            Shape = ValueShape.Duration, Value = "T", Default = "50us",
            Help = "added for each token of the prompt",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--itl",
            Shape = ValueShape.Duration, Value = "T", Default = "20ms",
            Help = "time between two tokens",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--jitter",
            Shape = ValueShape.Number, Value = "X", Default = "0",
            Help = "spread of these times over their mean",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--profile",
            Shape = ValueShape.Choice, Value = "NAME", Default = "vllm",
            Choices = ["vllm", "vllm-old", "sglang", "llamacpp", "tgi", "ollama", "openrouter", "azure", "openai", "buffering-gateway"],
            Help = "the server whose peculiarities it has",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--fault",
            Shape = ValueShape.Text, Value = "SCRIPT[@P%|@#N..M]", Repeatable = true,
            Help = "what goes wrong: all answers, P %, or the Nth to the Mth",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--reasoning",
            Shape = ValueShape.Count, Value = "N", Default = "0",
            Help = "tokens of each chat answer that are thought first",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--tool-calls",
            Help = "calls the first tool a chat request offers",
            Section = OptionSection.Simulator, Commands = Embeds | CommandKinds.Sim,
        },
    ];
}
