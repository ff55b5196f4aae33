using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Tests.Profiler.Options;

public sealed class CancelAndPrefixTextTests
{
    [Theory]
    [InlineData("5% after 2s", 0.05, 2, 2)]
    [InlineData("0.5 % after 1s..10s", 0.005, 1, 10)]
    [InlineData("100% after 500ms", 1, 0.5, 0.5)]
    public void Leaving_is_a_share_and_a_time(string text, double share, double least, double most)
    {
        Assert.True(CancelText.TryParse(text, out var term, out _));
        Assert.Equal(share, term.Share, 12);
        Assert.Equal(new TimeRange(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most)), term.After);
    }

    [Theory]
    [InlineData("5%", "is no share with a time; write '5% after 2s'")]
    [InlineData("5 after 2s", "is no share with a time; write '5% after 2s'")]
    [InlineData("x% after 2s", "is no number; write it as 0.7")]
    [InlineData("0% after 2s", "must be a share above 0% and at most 100%")]
    [InlineData("101% after 2s", "must be a share above 0% and at most 100%")]
    [InlineData("5% after 2", "has no unit; write 2ms, 2s or 2m")]
    [InlineData("5% after 0s", "leaves before anything was sent; write '5% after 2s'")]
    public void Leaving_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(CancelText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("512", 512, 1, "512")]
    [InlineData("1k x8", 1000, 8, "1000x8")]
    [InlineData("0", 0, 1, "0")]
    public void Prefix_is_a_length_and_a_number_of_variants(string text, int tokens, int variants, string written)
    {
        Assert.True(PrefixText.TryParse(text.Replace(" ", "", StringComparison.Ordinal), out var prefix, out _));
        Assert.Equal(new PrefixSpec(tokens, variants), prefix);
        Assert.Equal(written, PrefixText.Format(prefix));
    }

    [Theory]
    [InlineData("x8")]
    [InlineData("512x0")]
    [InlineData("-1")]
    [InlineData("512x")]
    public void Prefix_without_meaning_is_refused(string text)
    {
        Assert.False(PrefixText.TryParse(text, out _, out var problem));
        Assert.EndsWith("; a shared beginning is 512, or 512x8 for eight of them", problem, StringComparison.Ordinal);
    }
}
