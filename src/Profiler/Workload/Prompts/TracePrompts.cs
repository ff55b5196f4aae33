using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>Prompts as long as those of a trace, which begin alike where those did: equal block ids are equal tokens. Immutable; any thread.</summary>
/// <param name="trace">The trace; request k has the lengths of its entry k.</param>
/// <param name="seed">Seed of the plan.</param>
/// <param name="stage">Stage of the run: its blocks are its own.</param>
/// <param name="spelling">How a token is written.</param>
/// <param name="scale">How many of them the server counts as how many.</param>
public sealed class TracePrompts(Trace trace, long seed, int stage, TokenSpelling spelling, PromptScale scale) : IPromptSource
{
    private const int BlockPurpose = 15;
    private const int TextPurpose = 16;

    /// <inheritdoc/>
    public bool IsJson => spelling.IsJson;

    /// <summary>The entry of request <paramref name="number"/>; a number beyond the last begins anew.</summary>
    public TraceEntry EntryOf(long number) => trace.Entries[(int)(number % trace.Entries.Count)];

    /// <inheritdoc/>
    public int MaxBytesOf(long number) => spelling.MaxBytesOf(scale.TokensToWrite(EntryOf(number).InputTokens));

    /// <inheritdoc/>
    public int Write(long number, Span<byte> utf8)
    {
        var entry = EntryOf(number);
        var left = scale.TokensToWrite(entry.InputTokens);
        var writer = new TokenWriter(spelling, utf8);
        foreach (var block in entry.Blocks)
        {
            var count = Math.Min(left, Trace.BlockTokens);
            writer.Write(new Draws(seed, block, StagePurpose.Of(BlockPurpose, stage)), count);
            left -= count;
        }
        writer.Write(new Draws(seed, number, TextPurpose), left);
        return writer.End();
    }
}
