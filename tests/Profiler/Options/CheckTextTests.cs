using System.Text.RegularExpressions;
using CsCheck;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Options;

public sealed partial class CheckTextTests
{
    // What people type between and into things: letters of names and units, signs of every alphabet, numbers that are none.
    private static readonly string[] Pieces =
        ["<", "<=", ">", ">=", "=", "==", "≤", "≥", "!", ".", "..", " ", ",", "%", "-", "+", "0", "9", "1e3", "ms", "s", "m", "tok/s", "/s", "p", "p99", "n", "inf", "nan", "ttft", "rate", "findings", "outcome", "é", "\"", "'", "\0", "\n", "😀"];

    private static readonly Gen<string> Mutated =
        Gen.Select(Gen.Int[0, CheckTextCases.Good.Count - 1], Gen.Select(Gen.Int[0, 40], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1]).Array[1, 4]).Select((good, cuts) =>
        {
            var text = CheckTextCases.Good[good].Text;
            foreach (var (at, length, piece) in cuts)
            {
                var from = Math.Min(at, text.Length);
                text = text.Remove(from, Math.Min(length, text.Length - from)).Insert(from, at % 3 == 0 ? "" : Pieces[piece]);
            }
            return text;
        });

    public static TheoryData<string> Good { get; } = [.. CheckTextCases.Good.Select(good => good.Text)];

    public static TheoryData<string> Bad { get; } = [.. CheckTextCases.Bad.Select(bad => bad.Text)];

    [Theory]
    [MemberData(nameof(Good))]
    public void Check_is_read(string text)
    {
        var (_, group, metric, statistic, comparison, limit) = CheckTextCases.Good.Single(good => good.Text == text);
        Assert.True(CheckText.TryParse(text, out var term, out var problem), problem);
        Assert.Equal(new CheckTerm(text.Trim(), group, metric, statistic, comparison, limit), term);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_without_meaning_is_refused_with_where_and_what_would_be_right(string text)
    {
        Assert.False(CheckText.TryParse(text, out _, out var actual));
        Assert.Equal(CheckTextCases.Bad.Single(bad => bad.Text == text).Problem, actual);
        AssertHelps(text, actual);
    }

    [Fact]
    public void Check_that_is_mutated_is_read_or_refused_in_the_same_way()
    {
        var refused = 0;
        Mutated.Sample(
            text =>
            {
                if (CheckText.TryParse(text, out var term, out var problem))
                {
                    Assert.Equal(text.Trim(), term.Text);
                    Assert.InRange(term.Limit, 0, double.MaxValue);
                    return;
                }

                Interlocked.Increment(ref refused);
                AssertHelps(text, problem);
            },
            iter: 20_000);
        Assert.InRange(refused, 1_000, int.MaxValue);
    }

    [Fact]
    public void Outcomes_and_findings_are_all_there_are()
    {
        Assert.Equal(Words.All<Outcome>(), CheckMetrics.Outcomes);
        Assert.Equal(FindingTable.All.Select(rule => rule.Code), CheckMetrics.FindingCodes);
    }

    [Theory]
    [InlineData("p1", 1d)]
    [InlineData("p50", 50d)]
    [InlineData("p99", 99d)]
    [InlineData("p999", 99.9)]
    [InlineData("p99.9", 99.9)]
    [InlineData("p9.9", 9.9)]
    [InlineData("p9999", 99.99)]
    [InlineData("mean", null)]
    [InlineData("p0", null)]
    [InlineData("p100", null)]
    [InlineData("p100.5", null)]
    [InlineData("p9.", null)]
    public void Statistic_names_a_percentile_or_not(string statistic, double? percentile) =>
        Assert.Equal(percentile, CheckText.Percentile(statistic));

    // at "part": what; what would be right.
    private static void AssertHelps(string text, string problem)
    {
        var match = Help().Match(problem);
        Assert.True(match.Success, $"{text} -> {problem}");
        Assert.True(match.Groups["part"] is { Success: false } or { Length: > 0 } && text.Contains(match.Groups["part"].Value, StringComparison.Ordinal), $"{text} -> {problem}");
    }

    [GeneratedRegex("^at (\"(?<part>.+?)\"|the beginning|the end): .+; (write|nearest: |it can be|the most is|the highest|the lowest|leave it out|give each).*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Help();
}
