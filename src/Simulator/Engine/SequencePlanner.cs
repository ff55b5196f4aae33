namespace VllmStream.Simulation;

/// <summary>
/// Draws lengths, texts and jitter of a request from the seed, its content, and how often the same content came
/// before. The last is what makes a load of equal prompts get unequal answers, yet the same ones in each run.
/// </summary>
/// <remarks>Called by many requests at a time.</remarks>
internal sealed class SequencePlanner(SimulatorOptions options)
{
    // Bounds memory when each request differs; a repeat after the reset starts its count anew.
    private const int RememberedContents = 65_536;

    private readonly Lock gate = new();
    private readonly Dictionary<ulong, int> repeats = [];

    public SequencePlan[] Plan(GenerationRequest request)
    {
        var content = SeededRandom.Mix((ulong)options.Seed, request.ContentHash);
        var repeat = CountRepeat(request.ContentHash);
        var plans = new SequencePlan[request.Prompts.Count * request.Choices];
        for (var i = 0; i < plans.Length; i++)
        {
            var timingSeed = SeededRandom.Mix(SeededRandom.Mix(content, (ulong)repeat), (ulong)i);
            var textSeed = request.IsRepeatable ? SeededRandom.Mix(content, (ulong)i) : timingSeed + 1;
            plans[i] = PlanOne(request, request.PromptOf(i), textSeed, timingSeed);
        }

        return plans;
    }

    /// <summary>A request that generates nothing: over as soon as all its texts have been read.</summary>
    public SequencePlan PlanPooling(IReadOnlyList<Prompt> prompts)
    {
        var tokens = prompts.Sum(prompt => prompt.Tokens);
        return new SequencePlan(tokens, OutputTokens: 1, FinishReason.Length, TextSeed: 0, SeededRandom.Mix((ulong)options.Seed, (ulong)tokens));
    }

    private SequencePlan PlanOne(GenerationRequest request, Prompt prompt, ulong textSeed, ulong timingSeed)
    {
        var limit = Math.Min(request.MaxTokens, options.MaxModelLen - prompt.Tokens);
        // min_tokens forbids end-of-sequence for that many tokens, which itself is one more.
        var natural = Math.Max(request.MinTokens + 1, NaturalLength(textSeed));
        var stops = !request.IgnoreEos && natural <= limit;
        return new SequencePlan(prompt.Tokens, stops ? natural : limit, stops ? FinishReason.Stop : FinishReason.Length, textSeed, timingSeed) { PromptBlocks = prompt.Blocks };
    }

    // At least one word before end-of-sequence, so that a natural answer always has a first visible token.
    private int NaturalLength(ulong textSeed)
    {
        var random = new SeededRandom(textSeed);
        return (int)Math.Clamp(Math.Round(options.AnswerTokens * random.NextLogNormal(options.AnswerSpread)), 2, int.MaxValue);
    }

    private int CountRepeat(ulong contentHash)
    {
        lock (gate)
        {
            if (repeats.Count >= RememberedContents && !repeats.ContainsKey(contentHash)) repeats.Clear();
            repeats.TryGetValue(contentHash, out var count);
            repeats[contentHash] = count + 1;
            return count;
        }
    }
}
