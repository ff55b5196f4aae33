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
    public int MaxBytesOf(long number) => spelling.MaxBytesOf(WordsOf(EntryOf(number)));

    /// <inheritdoc/>
    public int Write(long number, Span<byte> utf8)
    {
        var entry = EntryOf(number);
        var whole = WordsOf(entry);
        var writer = new TokenWriter(spelling, utf8);
        var written = 0;
        for (var i = 0; i < entry.Blocks.Count; i++)
        {
            // Where a block ends is a function of its place alone, so that prompts which begin alike do so word by word. What the
            // template takes comes off the end, but leaves each block behind a word.
            var end = scale.PartToWrite(Math.Min(entry.InputTokens, (i + 1L) * Trace.BlockTokens));
            var count = Math.Max(1, Math.Min(end, whole - (entry.Blocks.Count - 1 - i)) - written);
            writer.Write(new Draws(seed, entry.Blocks[i], StagePurpose.Of(BlockPurpose, stage)), count);
            written += count;
        }
        writer.Write(new Draws(seed, number, TextPurpose), Math.Max(0, whole - written));
        return writer.End();
    }

    // A word of every block is sent, even where the template leaves room for none: prompts of other ids are other prompts.
    private int WordsOf(TraceEntry entry) => Math.Max(entry.Blocks.Count, scale.TokensToWrite(entry.InputTokens));
}
