using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Tests.Profiler.Workload.Prompts;

public sealed class SyntheticPromptsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(4096)]
    public void Prompt_has_as_many_words_as_tokens_asked_for(int tokens)
    {
        var prompts = Of(new LengthSpec(tokens, 0), seed: 3);
        Assert.Equal(tokens, prompts.TextOf(0).ToString().Split(' ').Length);
        Assert.DoesNotContain("  ", prompts.TextOf(0).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prompts_of_a_seed_are_always_the_same_and_differ_from_each_other()
    {
        var prompts = Of(new LengthSpec(64, 0), seed: 3);
        var again = Of(new LengthSpec(64, 0), seed: 3);
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
        var counts = Enumerable.Range(0, 11_000).GroupBy(k => LengthLaws.Draw(spec, 5, k, 1)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(Enumerable.Range(10, 11), counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Lognormal_lengths_have_the_mean_and_deviation_asked_for_and_a_long_tail()
    {
        var spec = new LengthSpec(200, 100) { Law = LengthLaw.Lognormal };
        var lengths = Enumerable.Range(0, 20_000).Select(k => (double)LengthLaws.Draw(spec, 5, k, 1)).Order().ToArray();
        Assert.InRange(lengths.Average(), 197, 203);
        Assert.InRange(Math.Sqrt(lengths.Average(length => Math.Pow(length - 200, 2))), 95, 105);
        // The median of this law is mean / sqrt(1 + (deviation / mean)^2).
        Assert.InRange(lengths[lengths.Length / 2], 175, 183);
    }

    [Fact]
    public void Lengths_with_a_deviation_vary_around_their_mean_and_never_reach_zero()
    {
        var prompts = Of(new LengthSpec(50, 25), seed: 1);
        var lengths = Enumerable.Range(0, 5000).Select(k => prompts.TokensOf(k)).ToArray();
        Assert.InRange(lengths.Average(), 48, 53);
        Assert.All(lengths, length => Assert.True(length >= 1));
        Assert.True(lengths.Distinct().Count() > 50);
    }

    [Fact]
    public void Prefix_is_shared_within_a_stage_by_as_many_variants_as_asked_and_by_no_other_stage()
    {
        var texts = Enumerable.Range(0, 400).Select(k => Of(new LengthSpec(8, 0), new PrefixSpec(32, 4)).TextOf(k).ToString().Split(' ')).ToArray();
        Assert.All(texts, words => Assert.Equal(40, words.Length));
        var prefixes = texts.GroupBy(words => string.Join(' ', words.Take(32))).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(4, prefixes.Count);
        Assert.All(prefixes.Values, count => Assert.InRange(count, 60, 140));
        Assert.Equal(400, texts.Select(words => string.Join(' ', words.Skip(32))).Distinct().Count());

        var other = Enumerable.Range(0, 400).Select(k => Of(new LengthSpec(8, 0), new PrefixSpec(32, 4), stage: RunStage.Warmup).TextOf(k).ToString().Split(' '));
        // Not one block of 16 tokens in common.
        Assert.Empty(other.Select(words => string.Join(' ', words.Take(16))).Intersect(texts.Select(words => string.Join(' ', words.Take(16)))));
    }

    [Theory]
    [InlineData(1, 13, 1)]
    [InlineData(128, 115, 1)]
    [InlineData(128, 57, 2)]
    public void Scale_writes_as_many_words_as_the_server_counts_as_asked_and_at_least_one(int asked, int around, int each)
    {
        var prompts = Of(new LengthSpec(asked, 0), scale: new PromptScale(each, around));
        var words = prompts.TextOf(0).ToString().Split(' ').Length;
        Assert.Equal(Math.Max(1, (int)Math.Round((asked - around) / (double)each)), words);
        Assert.Equal(asked, prompts.TokensOf(0));
    }

    [Theory]
    [InlineData(512, 256, 13, 1.6, 320, 472)]
    [InlineData(512, 256, 0, 0.5, 1024, 1536)]
    // The template takes the whole of the own part: the prefix gives way as far as prompts need to differ.
    [InlineData(512, 16, 40, 1, 480, 488)]
    [InlineData(512, 4, 40, 1, 472, 476)]
    public void Scale_holds_for_the_prefix_too_and_the_template_comes_off_the_own_part(int prefix, int own, int around, double each, int shared, int words)
    {
        var prompts = Of(new LengthSpec(own, 0), new PrefixSpec(prefix, 1), scale: new PromptScale(each, around));
        var texts = Enumerable.Range(0, 300).Select(k => prompts.TextOf(k).ToString().Split(' ')).ToArray();
        Assert.All(texts, text => Assert.Equal(words, text.Length));
        var common = Enumerable.Range(0, words).TakeWhile(i => texts.All(text => text[i] == texts[0][i])).Count();
        Assert.Equal(shared, common);
        Assert.Equal(300, texts.Select(text => string.Join(' ', text)).Distinct().Count());
    }

    [Fact]
    public void Prompts_differ_from_eight_tokens_on()
    {
        var prompts = Of(new LengthSpec(8, 0));
        Assert.Equal(200_000, Enumerable.Range(0, 200_000).Select(k => prompts.TextOf(k).ToString()).Distinct().Count());
    }

    [Fact]
    public void Longest_prompt_that_can_be_asked_for_fits_into_an_array()
    {
        var longest = new LengthSpec(LengthText.MostTokens, 0);
        Assert.InRange(Of(longest, new PrefixSpec(LengthText.MostTokens, 1), scale: new PromptScale(0.01, 0)).MaxBytesOf(0), LengthText.MostTokens, Array.MaxLength);
        var drawn = new LengthSpec(LengthText.MostTokens, 1e12);
        Assert.All(Enumerable.Range(0, 50), k => Assert.InRange(LengthLaws.Draw(drawn, 1, k, 1), 1, LengthText.MostTokens));
    }

    [Fact]
    public void Token_ids_are_a_json_array_of_exactly_as_many()
    {
        var prompts = Of(new LengthSpec(300, 0), new PrefixSpec(20, 1), spelling: TokenSpelling.Ids);
        var ids = JsonSerializer.Deserialize<int[]>(prompts.TextOf(5).ToString())!;
        Assert.Equal(320, ids.Length);
        Assert.All(ids, id => Assert.InRange(id, 1000, 29_999));
        Assert.True(prompts.IsJson);
    }

    private static SyntheticPrompts Of(LengthSpec length, PrefixSpec? prefix = null, long seed = 3, int stage = RunStage.FirstMeasured, TokenSpelling? spelling = null, PromptScale? scale = null) =>
        new(length, prefix ?? new PrefixSpec(0, 1), seed, stage, spelling ?? TokenSpelling.Words, scale ?? PromptScale.None);
}
