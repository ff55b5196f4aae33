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
    public void Uniform_lengths_have_every_value_about_equally_often()
    {
        var spec = new LengthSpec(15, 0) { Law = LengthLaw.Uniform, Least = 10, Most = 20 };
        var counts = Enumerable.Range(0, 11_000).GroupBy(k => SyntheticPrompts.Draw(spec, 5, k, 1)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(Enumerable.Range(10, 11), counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Lognormal_lengths_have_the_mean_and_deviation_asked_for_and_a_long_tail()
    {
        var spec = new LengthSpec(200, 100) { Law = LengthLaw.Lognormal };
        var lengths = Enumerable.Range(0, 20_000).Select(k => (double)SyntheticPrompts.Draw(spec, 5, k, 1)).Order().ToArray();
        Assert.InRange(lengths.Average(), 197, 203);
        Assert.InRange(Math.Sqrt(lengths.Average(length => Math.Pow(length - 200, 2))), 95, 105);
        // The median of this law is mean / sqrt(1 + (deviation / mean)^2).
        Assert.InRange(lengths[lengths.Length / 2], 175, 183);
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
