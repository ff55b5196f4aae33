using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Tests.Profiler.Workload;

public sealed class SyntheticPromptsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(4096)]
    public void Prompt_has_as_many_words_as_tokens_asked_for(int tokens)
    {
        var prompts = new SyntheticPrompts(new LengthSpec(tokens, 0), seed: 3);
        Assert.Equal(tokens, prompts.TextOf(0).ToString().Split(' ').Length);
        Assert.DoesNotContain("  ", prompts.TextOf(0).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prompts_of_a_seed_are_always_the_same_and_differ_from_each_other()
    {
        var prompts = new SyntheticPrompts(new LengthSpec(64, 0), seed: 3);
        var again = new SyntheticPrompts(new LengthSpec(64, 0), seed: 3);
        var texts = Enumerable.Range(0, 500).Select(k => prompts.TextOf(k).ToString()).ToArray();

        Assert.Equal(again.TextOf(499).ToString(), texts[499]);
        Assert.Equal(500, texts.Distinct().Count());
        // A prefix cache works on blocks of 16 tokens and more.
        Assert.Equal(500, texts.Select(t => string.Join(' ', t.Split(' ').Take(16))).Distinct().Count());
    }

    [Fact]
    public void Lengths_with_a_deviation_vary_around_their_mean_and_never_reach_zero()
    {
        var prompts = new SyntheticPrompts(new LengthSpec(50, 25), seed: 1);
        var lengths = Enumerable.Range(0, 5000).Select(k => prompts.LengthOf(k)).ToArray();
        Assert.InRange(lengths.Average(), 48, 53);
        Assert.All(lengths, length => Assert.True(length >= 1));
        Assert.True(lengths.Distinct().Count() > 50);
    }
}
