using VllmStream.Profiling.Options.Traces;
using VllmStream.Profiling.Workload;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Tests.Profiler.Workload.Prompts;

public sealed class TracePromptsTests
{
    private static readonly Trace Mooncake = TraceFile.Read("m.jsonl", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "traces", "mooncake-synthetic-2000.jsonl")));

    [Fact]
    public void Prompts_have_the_tokens_of_the_trace_and_begin_alike_exactly_where_its_blocks_do()
    {
        // Every pair of them is compared; nine of them go on where an earlier one was.
        var picked = Enumerable.Range(0, 124).Select(k => (Mooncake.Entries[k].Blocks, Words: Of(RunStage.FirstMeasured).TextOf(k))).ToArray();
        var shared = 0;
        for (var i = 0; i < picked.Length; i++)
        {
            Assert.Equal(Mooncake.Entries[i].InputTokens, picked[i].Words.Length);
            for (var j = 0; j < i; j++)
            {
                var blocks = Common(picked[i].Blocks, picked[j].Blocks);
                var words = Common(picked[i].Words, picked[j].Words);
                // The next word may be the same by chance, some few in a row hardly.
                var whole = Math.Min(blocks * Trace.BlockTokens, Math.Min(picked[i].Words.Length, picked[j].Words.Length));
                Assert.InRange(words, whole, whole + 5);
                shared += blocks;
            }
        }
        Assert.True(shared > 200, $"{shared} shared blocks");
    }

    [Fact]
    public void Blocks_of_another_stage_or_seed_are_others()
    {
        var words = Of(RunStage.FirstMeasured).TextOf(0);
        Assert.InRange(Common(words, Of(RunStage.Warmup).TextOf(0)), 0, 5);
        Assert.InRange(Common(words, Of(RunStage.FirstMeasured, seed: 2).TextOf(0)), 0, 5);
    }

    [Theory]
    [InlineData(1.6, 13)]
    [InlineData(2.5, 40)]
    [InlineData(0.7, 0)]
    public void Blocks_are_scaled_as_the_server_counts_and_none_is_left_out(double each, int around)
    {
        // The second prompt goes on where the first one ends; the third ends in another block.
        var trace = new Trace("t", [new(0, 1024, 1, [1, 2]), new(0, 1536, 1, [1, 2, 3]), new(0, 1024, 1, [1, 4]), new(0, 513, 1, [1, 9]), new(0, 513, 1, [1, 8])]);
        var prompts = new Prompts(new TracePrompts(trace, 1, RunStage.FirstMeasured, TokenSpelling.Words, new PromptScale(each, around)));
        var words = trace.Entries.Select((entry, k) => prompts.TextOf(k)).ToArray();
        for (var k = 0; k < words.Length; k++)
            Assert.Equal((trace.Entries[k].InputTokens - around) / each, words[k].Length, 1.0);
        var block = (int)Math.Round(512 / each);
        Assert.InRange(Common(words[0], words[2]), block, block + 5);
        Assert.Equal(words[0].Length, Common(words[0], words[1]));
        Assert.NotEqual(words[3], words[4]);
    }

    private static Prompts Of(int stage, long seed = 1) => new(new TracePrompts(Mooncake, seed, stage, TokenSpelling.Words, PromptScale.None));

    private static int Common<T>(IReadOnlyList<T> one, IReadOnlyList<T> other)
    {
        var count = 0;
        while (count < one.Count && count < other.Count && EqualityComparer<T>.Default.Equals(one[count], other[count]))
            count++;
        return count;
    }

    private sealed class Prompts(TracePrompts source)
    {
        public string[] TextOf(long number) => new VllmStream.Profiling.Api.PromptText(source, number).ToString().Split(' ');
    }
}
