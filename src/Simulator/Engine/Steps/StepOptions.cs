namespace VllmStream.Simulation;

/// <summary>A model of an engine whose requests share steps. Times are microseconds, for a TimeSpan is too coarse for one token of context.</summary>
public sealed record StepOptions
{
    /// <summary>Sequences that one step works on, at most.</summary>
    public int MaxNumSeqs { get; init; } = 256;

    /// <summary>Tokens that one step computes, at most: one for each decoding sequence (and one per draft), the rest for prompts.</summary>
    public int MaxNumBatchedTokens { get; init; } = 8192;

    /// <summary>Blocks of 16 tokens in the cache of keys and values.</summary>
    public int KvBlocks { get; init; } = 24_000;

    /// <summary>Share of the blocks that a new request must leave free, unless it is alone.</summary>
    public double Watermark { get; init; } = 0.01;

    /// <summary>What a step costs before it does anything: reading the weights.</summary>
    public double BaseUs { get; init; } = 6000;

    /// <summary>Added for each token of a prompt that it computes.</summary>
    public double PerPrefillTokenUs { get; init; } = 40;

    /// <summary>Added for each sequence that it gives a token to without a prompt to compute.</summary>
    public double PerSequenceUs { get; init; } = 20;

    /// <summary>Added for each token of context of those sequences.</summary>
    public double PerContextTokenUs { get; init; } = 0.05;

    /// <summary>What the front end takes to pass on one output: those of a step leave one after the other. 0 = all in one instant.</summary>
    public double PerOutputUs { get; init; }

    /// <summary>Spread of the step time relative to its mean: half width (uniform) or standard deviation (others).</summary>
    public double Noise { get; init; }

    /// <summary>Shape of that spread; the mean stays.</summary>
    public JitterDistribution NoiseDistribution { get; init; } = JitterDistribution.None;

    /// <summary>Drafts that are checked in each step; null = one token per step.</summary>
    public SpecDecoding? SpecDecoding { get; init; }

    /// <summary>Tokens that the cache holds.</summary>
    internal long KvTokens => (long)KvBlocks * KvCache.BlockTokens;

    internal string? Problem()
    {
        if (MaxNumSeqs < 1) return "a step must take at least 1 sequence";
        if (MaxNumBatchedTokens < 1) return "a step must take at least 1 token";
        if (KvBlocks < 2) return "the cache must have at least 2 blocks";
        if (!(Watermark is >= 0 and < 1)) return "the watermark must be at least 0 and below 1";
        // Steps that take no time would be done without end in one instant.
        if (!(BaseUs >= 1)) return "a step must take at least 1us";
        if (!(PerPrefillTokenUs >= 0) || !(PerSequenceUs >= 0) || !(PerContextTokenUs >= 0) || !(PerOutputUs >= 0)) return "times of a step must not be negative";
        if (!(Noise >= 0)) return "noise must be 0 or more";
        if (NoiseDistribution == JitterDistribution.Uniform && Noise > 1) return "uniform noise must be at most 1";
        return SpecDecoding?.Problem();
    }
}
