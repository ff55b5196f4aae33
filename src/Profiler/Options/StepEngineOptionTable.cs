namespace VllmStream.Profiling.Options;

/// <summary>Options of the simulator's engine whose requests share steps, and of what it puts on the wire.</summary>
internal static class StepEngineOptionTable
{
    private const CommandKinds Embeds = CommandKinds.Run | CommandKinds.Probe;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--engine",
            Shape = ValueShape.Choice, Value = "KIND", Choices = ["timer", "steps"], Default = "timer",
            Help = "timer: nobody slows another; steps: as in vLLM",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--preset",
            Shape = ValueShape.Choice, Value = "NAME", Choices = ["small-1gpu", "70b-4gpu", "moe", "laptop", "collapse", "analytic"],
            Help = "small-1gpu, 70b-4gpu, moe, laptop, collapse, analytic",
            Section = OptionSection.StepEngine, Commands = Embeds | CommandKinds.Sim,
        },
        new()
        {
            Name = "--max-num-seqs",
            Shape = ValueShape.Count, Value = "N",
            Help = "sequences in a step",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--max-num-batched-tokens",
            Shape = ValueShape.Count, Value = "N",
            Help = "tokens in a step, prompts in chunks",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--kv-blocks", Aliases = ["--num-gpu-blocks-override"],
            Shape = ValueShape.Count, Value = "N",
            Help = "blocks of 16 tokens in the KV cache",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-base",
            Shape = ValueShape.Duration, Value = "T",
            Help = "what a step takes, and then",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-per-prefill-token",
            Shape = ValueShape.Duration, Value = "T",
            Help = "for each prompt token in it",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-per-seq",
            Shape = ValueShape.Duration, Value = "T",
            Help = "for each sequence that decodes",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-per-context-token",
            Shape = ValueShape.Duration, Value = "T",
            Help = "for each token these have, such as 50ns",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-per-output",
            Shape = ValueShape.Duration, Value = "T",
            Help = "between two outputs of a step as they leave",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--step-noise",
            Shape = ValueShape.Text, Value = "[SHAPE:]X",
            Help = "spread of a step: 0.1, normal:0.1, uniform:0.1",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--spec-decode",
            Shape = ValueShape.Text, Value = "K:P",
            Help = "K drafts, accepted with P each; K:P1,P2 by position",
            Section = OptionSection.StepEngine, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--stream-interval",
            Shape = ValueShape.Count, Value = "N", Default = "1",
            Help = "tokens in a chunk, but for the first",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--stall",
            Shape = ValueShape.Text, Value = "T:WHEN",
            Help = "pauses: 1.5s:1% of answers, or 200ms:10s of all",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
        new()
        {
            Name = "--vllm-version",
            Shape = ValueShape.Text, Value = "V", Default = "0.11.0",
            Help = "what /version says, and names of /metrics",
            Section = OptionSection.Simulator, Commands = CommandKinds.Sim,
        },
    ];
}
