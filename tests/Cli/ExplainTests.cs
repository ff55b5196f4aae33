using VllmStream.Cli;
using VllmStream.Cli.Explaining;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Cli;

public sealed class ExplainTests
{
    public static TheoryData<string> TopicWords { get; } = [.. TopicTable.All.SelectMany(topic => topic.Also.Prepend(topic.Name)).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Options { get; } = [.. OptionTable.All.SelectMany(option => option.AllNames)];

    [Theory]
    [MemberData(nameof(TopicWords))]
    [MemberData(nameof(Options))]
    public async Task Word_is_explained_within_80_columns(string word)
    {
        var terminal = await Terminal.TypeAsync($"explain {word}");
        Assert.Equal((0, ""), (terminal.ExitCode, terminal.Errors));
        Assert.All(terminal.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.InRange(terminal.Output.Length, 20, 6000);
    }

    [Fact]
    public void Outcome_has_a_text_for_every_member() => HasTextForEvery(TopicKind.Outcome, Enum.GetValues<Outcome>());

    [Fact]
    public void Warning_has_a_text_for_every_member() =>
        HasTextForEvery(TopicKind.Warning, [.. Enum.GetValues<StreamWarnings>().Where(warning => warning != StreamWarnings.None)]);

    [Fact]
    public void Stream_shape_has_a_text_for_every_member() => HasTextForEvery(TopicKind.Shape, Enum.GetValues<StreamShapeKind>());

    [Fact]
    public void Token_source_has_a_text_for_every_member() => HasTextForEvery(TopicKind.TokenSource, Enum.GetValues<TokenSource>());

    [Fact]
    public void Exit_code_has_a_text_for_every_one() =>
        Assert.Equal(ExitCode.All.Select(code => $"{code}"), TopicTable.All.Where(topic => topic.Kind == TopicKind.ExitCode).Select(topic => topic.Name));

    [Theory]
    [InlineData("run_started")]
    [InlineData("probe")]
    [InlineData("phase")]
    [InlineData("request")]
    [InlineData("interval")]
    [InlineData("server")]
    [InlineData("note")]
    [InlineData("summary")]
    [InlineData("sweep_started")]
    [InlineData("stage")]
    [InlineData("sweep_summary")]
    public void Line_type_has_a_text(string type) => Assert.Contains(TopicTable.Find(type), topic => topic.Kind == TopicKind.Line);

    [Fact]
    public void Metric_of_checks_has_a_text() =>
        Assert.All(TermMetric.Distributed.Concat(TermMetric.PerRun), name => Assert.Contains(TopicTable.Find(name), topic => topic.Kind == TopicKind.Metric));

    [Fact]
    public void Metric_of_the_figures_has_a_text_and_can_be_checked()
    {
        foreach (var definition in MetricTable.All)
        {
            Assert.Contains(definition.Word, TermMetric.Distributed);
            Assert.Contains(TopicTable.Find(definition.Id), topic => topic.Kind == TopicKind.Metric && topic.Name == definition.Word);
        }
    }

    [Fact]
    public void Verdict_has_a_text_for_every_member() =>
        Assert.Equal(
            Enum.GetValues<Verdict>().Select(verdict => Words.Of(verdict).Replace('_', ' ').ToUpperInvariant()).Order(StringComparer.Ordinal),
            TopicTable.All.Where(topic => topic.Kind == TopicKind.Verdict).Select(topic => topic.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Topic_name_is_unique_within_its_kind() =>
        Assert.Equal(TopicTable.All.Count, TopicTable.All.Select(topic => (topic.Kind, topic.Name)).Distinct().Count());

    [Theory]
    [InlineData("TTFT", "ttft (metric): time to first token, ms")]
    [InlineData("99", "99 (exit code): a check failed")]
    [InlineData("exit 4", "4 (exit code): run not valid")]
    [InlineData("not valid", "NOT VALID (verdict): the numbers say more about this client than about the server")]
    [InlineData("stale_connection", "stale_connection (outcome): a kept connection had been closed")]
    [InlineData("--num-prompts", "-n, --requests N (option): measured requests, instead of a time")]
    [InlineData("concurrency", "-c, --concurrency N (option): closed loop: N in flight, the next when one ends")]
    public async Task Word_is_found_however_it_is_written(string word, string firstLine)
    {
        var terminal = await Terminal.TypeAsync($"explain {word}");
        Assert.StartsWith(firstLine + "\n", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_alone_lists_every_word()
    {
        var terminal = await Terminal.TypeAsync("explain");
        var listed = terminal.Output.ReplaceLineEndings(" ");
        Assert.All(TopicTable.All, topic => Assert.Contains(topic.Name, listed, StringComparison.Ordinal));
        Assert.All(terminal.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    private static void HasTextForEvery<T>(TopicKind kind, T[] members)
        where T : struct, Enum =>
        Assert.Equal(members.Select(Words.Of), TopicTable.All.Where(topic => topic.Kind == kind).Select(topic => topic.Name));
}
