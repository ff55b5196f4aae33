namespace VllmStream.Simulation;

/// <summary>
/// Settings of the step engine under a name. Illustrative: the shape of such a server by the sizes of its weights and of its memory
/// bandwidth, and no measurement of one.
/// </summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What it is like, in a few words.</param>
/// <param name="Model">The model it serves unless told otherwise.</param>
/// <param name="Steps">Its engine.</param>
public sealed record SimulatorPreset(string Name, string Summary, string Model, StepOptions Steps)
{
    /// <summary>Length of all its answers unless the request says less; null = drawn as always.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SimulatorPreset> All { get; } =
    [
        // 16 GB of weights at 2.7 TB/s are 6 ms; 131 KB of keys and values per token are 0.05 us; 50 GB hold 24,000 blocks of them.
        new("small-1gpu", "8B on one data-centre GPU", "sim/llama-8b", new StepOptions { PerOutputUs = 40, Noise = 0.05, NoiseDistribution = JitterDistribution.LogNormal }),

        // 140 GB over four GPUs are 13 ms, and their exchange 5 more; 327 KB of keys and values per token over four.
        new("70b-4gpu", "70B on four of them", "sim/llama-70b", new StepOptions
        {
            BaseUs = 18_000, PerPrefillTokenUs = 90, PerSequenceUs = 40, PerContextTokenUs = 0.035, KvBlocks = 24_000,
            PerOutputUs = 40, Noise = 0.05, NoiseDistribution = JitterDistribution.LogNormal,
        }),

        // Few parameters work on each token, so prompts are cheap; each further sequence wakes further experts, so a batch is dear.
        new("moe", "30B with 3B active on one", "sim/moe-30b-a3b", new StepOptions
        {
            BaseUs = 9000, PerPrefillTokenUs = 15, PerSequenceUs = 60, PerContextTokenUs = 0.04, KvBlocks = 12_000,
            PerOutputUs = 40, Noise = 0.08, NoiseDistribution = JitterDistribution.LogNormal,
        }),

        // 5 GB of weights at 80 GB/s; a processor computes prompts at a few hundred tokens a second.
        new("laptop", "8B in 4 bits on a processor", "sim/llama-8b-q4", new StepOptions
        {
            BaseUs = 60_000, PerPrefillTokenUs = 3000, PerSequenceUs = 8000, PerContextTokenUs = 1, KvBlocks = 1024,
            MaxNumSeqs = 4, MaxNumBatchedTokens = 512, Noise = 0.1, NoiseDistribution = JitterDistribution.LogNormal,
        }),

        // Room for about ten chats; prompts are admitted as long as they fit, so beyond that sequences throw each other out and compute all
        // anew, which is dear beside a step: with prompts of 64 tokens and answers of 300, sixteen at a time get two thirds of what eight get.
        new("collapse", "too little memory: falls past its knee", "sim/llama-8b", new StepOptions
        {
            BaseUs = 5_000, PerPrefillTokenUs = 1_000, PerSequenceUs = 50, PerContextTokenUs = 0.05, KvBlocks = 256, Watermark = 0, MaxNumBatchedTokens = 128,
        }),

        // Nothing but the constant: a request of n tokens holds one of 8 places for n steps of 25 ms.
        new("analytic", "8 places, n x 25ms each: known capacity", "sim/analytic", new StepOptions
        {
            BaseUs = 25_000, PerPrefillTokenUs = 0, PerSequenceUs = 0, PerContextTokenUs = 0,
            MaxNumSeqs = 8, MaxNumBatchedTokens = 1 << 20, KvBlocks = 1 << 15, Watermark = 0,
        }) { AnswerTokens = 40 },
    ];

    /// <summary>The preset of this name; null = none.</summary>
    public static SimulatorPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>Options with this preset in them.</summary>
    public SimulatorOptions Apply(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var applied = options with { Model = Model, Steps = Steps };
        return AnswerTokens is { } tokens ? applied with { AnswerTokens = tokens, AnswerSpread = 0 } : applied;
    }
}
