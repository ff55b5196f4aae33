using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>Prompts of a given number of tokens, as a pure function of seed, stage and request number. Immutable; any thread.</summary>
/// <remarks>
/// Every prompt has tokens of its own behind the prefix, so no prefix cache can answer it; a prefix is shared within a stage and by
/// no other, so that a stage does not find in the cache what the one before it left there.
/// </remarks>
/// <param name="length">Tokens behind the prefix.</param>
/// <param name="prefix">What prompts have in common.</param>
/// <param name="seed">Seed of the plan.</param>
/// <param name="stage">Stage of the run: its prefixes are its own.</param>
/// <param name="spelling">How a token is written.</param>
/// <param name="scale">How many of them the server counts as how many.</param>
public sealed class SyntheticPrompts(LengthSpec length, PrefixSpec prefix, long seed, int stage, TokenSpelling spelling, PromptScale scale) : IPromptSource
{
    private const int LengthPurpose = 11;
    private const int TextPurpose = 12;
    private const int VariantPurpose = 13;
    private const int PrefixPurpose = 14;
    private const int MarkPurpose = 18;

    // Fifty words and more to the power of this: no two stages meet in them.
    private const int MarkTokens = 8;

    // So many words by chance are never the same twice in a run, one or two soon are.
    private const int LeastOwn = 8;

    /// <inheritdoc/>
    public bool IsJson => spelling.IsJson;

    /// <summary>True when another stage has the same prompts: their own part then begins with tokens of the stage, as many and as long as there.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Tokens asked for in the prompt of request <paramref name="number"/>, its prefix among them.</summary>
    public int TokensOf(long number) => prefix.Tokens + OwnTokensOf(number);

    /// <summary>The prompt of request <paramref name="number"/>; never empty.</summary>
    public PromptText TextOf(long number) => new(this, number);

    /// <inheritdoc/>
    public int MaxBytesOf(long number) => spelling.MaxBytesOf(scale.TokensToWrite(TokensOf(number)));

    /// <inheritdoc/>
    public int Write(long number, Span<byte> utf8)
    {
        var left = scale.TokensToWrite(TokensOf(number));
        var writer = new TokenWriter(spelling, utf8);
        if (prefix.Tokens > 0)
        {
            var variant = prefix.Variants == 1 ? 0 : new Draws(seed, number, VariantPurpose).NextInt(prefix.Variants);
            // The template is taken off the prompt's own part, until that would make two prompts the same.
            var shared = Math.Clamp(left - Math.Clamp(scale.PartToWrite(OwnTokensOf(number)), 1, LeastOwn), 0, scale.PartToWrite(prefix.Tokens));
            writer.Write(new Draws(seed, variant, StagePurpose.Of(PrefixPurpose, stage)), shared);
            left -= shared;
        }
        if (IsMarked)
        {
            var mark = Math.Min(MarkTokens, left);
            writer.WriteAlike(new Draws(seed, number, StagePurpose.Of(MarkPurpose, stage)), mark);
            left -= mark;
        }
        writer.Write(new Draws(seed, number, TextPurpose), left);
        return writer.End();
    }

    private int OwnTokensOf(long number) => LengthLaws.Draw(length, seed, number, LengthPurpose);
}
