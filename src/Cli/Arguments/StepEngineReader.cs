using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads which engine the simulator has: a preset, and what differs from it.</summary>
internal static class StepEngineReader
{
    private const string DefaultPreset = "small-1gpu";

    // Beyond what any server is started with; the cache takes some 40 bytes a block.
    private const long MostSequences = 65_536;
    private const long MostTokens = 100_000_000;
    private const long MostBlocks = 4_000_000;

    private static readonly string[] StepNames =
    [
        "--preset", "--max-num-seqs", "--max-num-batched-tokens", "--kv-blocks", "--step-base", "--step-per-prefill-token", "--step-per-seq",
        "--step-per-context-token", "--step-per-output", "--step-noise", "--spec-decode",
    ];

    /// <summary>The engine with steps; null = the one with timers.</summary>
    internal static SimulatorPreset? Read(OptionValues values, IEnumerable<string> timerNames)
    {
        var hasSteps = values.Word("--engine", values.Has("--preset"), ("timer", false), ("steps", true));
        foreach (var name in hasSteps ? timerNames : StepNames)
        {
            if (values.One(name) is { } given)
                throw given.Wrong(hasSteps ? "is about the engine with timers, and this one has steps; see --step-base" : "is about the engine with steps; add --engine steps");
        }

        if (!hasSteps)
            return null;
        var preset = SimulatorPreset.Find(DefaultPreset)!;
        if (values.One("--preset") is { } chosen)
            preset = SimulatorPreset.Find(chosen.Text) ?? throw OptionReader.UnknownWord(chosen);
        return preset with { Steps = Change(values, preset.Steps) };
    }

    private static StepOptions Change(OptionValues values, StepOptions steps)
    {
        var (distribution, noise) = values.Read<(JitterDistribution, double)>("--step-noise", NoiseText.TryParse) ?? (steps.NoiseDistribution, steps.Noise);
        return steps with
        {
            MaxNumSeqs = (int?)values.Count("--max-num-seqs", 1, MostSequences) ?? steps.MaxNumSeqs,
            MaxNumBatchedTokens = (int?)values.Count("--max-num-batched-tokens", 1, MostTokens) ?? steps.MaxNumBatchedTokens,
            KvBlocks = (int?)values.Count("--kv-blocks", 2, MostBlocks) ?? steps.KvBlocks,
            BaseUs = values.Read<double>("--step-base", ReadBase) ?? steps.BaseUs,
            PerPrefillTokenUs = values.Read<double>("--step-per-prefill-token", MicrosecondText.TryParse) ?? steps.PerPrefillTokenUs,
            PerSequenceUs = values.Read<double>("--step-per-seq", MicrosecondText.TryParse) ?? steps.PerSequenceUs,
            PerContextTokenUs = values.Read<double>("--step-per-context-token", MicrosecondText.TryParse) ?? steps.PerContextTokenUs,
            PerOutputUs = values.Read<double>("--step-per-output", MicrosecondText.TryParse) ?? steps.PerOutputUs,
            Noise = noise,
            NoiseDistribution = distribution,
            SpecDecoding = values.ReadClass<SpecDecoding>("--spec-decode", SpecDecodeText.TryParse) ?? steps.SpecDecoding,
        };
    }

    // Steps that take no time would never end.
    private static bool ReadBase(string text, out double value, [NotNullWhen(false)] out string? problem)
    {
        if (MicrosecondText.TryParse(text, out value, out problem) && value < 1)
            problem = "is too short; the least is 1us";
        return problem is null;
    }
}
