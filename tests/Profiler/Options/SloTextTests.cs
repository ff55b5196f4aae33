using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class SloTextTests
{
    private const ComparisonOperator Less = ComparisonOperator.Less;
    private const ComparisonOperator AtMost = ComparisonOperator.LessOrEqual;

    [Theory]
    [InlineData("ttft<500ms", "ttft", Less, 500)]
    [InlineData("ttft <= 0.5s", "ttft", AtMost, 500)]
    [InlineData("tpot<25ms", "tpot", Less, 25)]
    [InlineData("e2e<10s", "e2e", Less, 10_000)]
    [InlineData("e2el<10s", "e2e", Less, 10_000)]
    [InlineData("rate>20", "rate", ComparisonOperator.Greater, 20)]
    [InlineData("rate>=20tok/s", "rate", ComparisonOperator.GreaterOrEqual, 20)]
    [InlineData("ttft:500", "ttft", AtMost, 500)]
    [InlineData("e2el:5000", "e2e", AtMost, 5000)]
    [InlineData("ttft:0.5s", "ttft", AtMost, 500)]
    public void Objective_is_read(string text, string metric, ComparisonOperator comparison, double limit)
    {
        Assert.True(SloText.TryParse(text, out var terms, out var problem), problem);
        Assert.Equal(new SloTerm(text, metric, comparison, limit), Assert.Single(terms));
    }

    [Theory]
    [InlineData("ttft<500ms,tpot<25ms")]
    [InlineData("ttft<500ms tpot<25ms")]
    [InlineData(" ttft < 500ms , tpot < 25ms ")]
    [InlineData("ttft:500 tpot:25")]
    [InlineData("ttft:500,tpot:25")]
    public void Objectives_are_separated_by_commas_or_blanks(string text)
    {
        Assert.True(SloText.TryParse(text, out var terms, out var problem), problem);
        Assert.Equal([("ttft", 500d), ("tpot", 25d)], terms.Select(term => (term.Metric, term.Limit)));
    }

    [Theory]
    [InlineData("", "is empty; write ttft<500ms,tpot<25ms")]
    [InlineData(",", "is empty; write ttft<500ms,tpot<25ms")]
    [InlineData("ttft", "is no objective; write ttft<500ms,tpot<25ms")]
    [InlineData("ttft==5ms", "is no objective; write ttft<500ms,tpot<25ms")]
    [InlineData("ttft<", "is no objective; write ttft<500ms,tpot<25ms")]
    [InlineData("ttft<500", "has a limit that does not fit: ttft<500 has no unit; write 500ms, 500s or 500m")]
    [InlineData("ttft<0ms", "has a limit that does not fit: ttft<0ms has a limit of 0, which no request meets")]
    [InlineData("ttft>0ms", "has a limit that does not fit: ttft>0ms has a limit of 0, which every request meets")]
    [InlineData("rate>20%", "has a limit that does not fit: rate>20% has a share as its limit, and rate is a number per second")]
    [InlineData("rate:20", "does not say at least or at most; write rate>20")]
    [InlineData("ttfd<5ms", "names no metric of a request: ttfd; it can be ttft, ttfc, itl, tpot, e2e, rate, ttft_from_schedule, e2e_from_schedule")]
    [InlineData("error_rate<1%", "names no metric of a request: error_rate; it can be ttft, ttfc, itl, tpot, e2e, rate, ttft_from_schedule, e2e_from_schedule")]
    [InlineData("ttft<500ms,x", "is no objective; write ttft<500ms,tpot<25ms")]
    public void Objective_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(SloText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("tpot:25", true)]
    [InlineData("tpot<25ms", true)]
    [InlineData("localhost:8000", false)]
    [InlineData("http://h:8000", false)]
    [InlineData("--check", false)]
    public void Word_behind_an_objective_is_told_from_an_address(string word, bool isTerm) =>
        Assert.Equal(isTerm, SloText.LooksLikeTerm(word));
}
