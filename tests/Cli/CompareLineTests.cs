using VllmStream.Cli;
using VllmStream.Profiling.Comparing.Foreign;

namespace VllmStream.Tests.Cli;

public sealed class CompareLineTests
{
    private static void Files(FakeSources sources)
    {
        foreach (var file in (string[])["a.ndjson", "b.ndjson"])
            sources.Files[file] = "";
    }

    [Fact]
    public async Task Two_files_are_compared()
    {
        var compare = (await Terminal.TypeAsync("compare a.ndjson b.ndjson --threshold 2.5% --json out.json --markdown -", Files)).Compare!;
        Assert.Equal(("a.ndjson", "b.ndjson"), (compare.A, compare.B));
        Assert.Null(compare.By);
        Assert.Equal(0.025, compare.Options.Threshold);
        Assert.Equal(("out.json", "-"), (compare.JsonPath, compare.Output.MarkdownPath));
    }

    [Fact]
    public async Task Run_within_a_file_is_named_by_its_number_and_a_file_of_that_name_comes_first()
    {
        var compare = (await Terminal.TypeAsync("compare a.ndjson runs.json#2 --html out.html", sources => sources.Files["a.ndjson"] = sources.Files["runs.json"] = "")).Compare!;
        Assert.Equal((new ResultFile("a.ndjson"), new ResultFile("runs.json", 2)), compare.Files);
        Assert.Equal("out.html", compare.HtmlPath);
        var named = (await Terminal.TypeAsync("compare a.ndjson a#1", sources => sources.Files["a.ndjson"] = sources.Files["a#1"] = "")).Compare!;
        Assert.Equal(new ResultFile("a#1"), named.Files.B);
    }

    [Fact]
    public async Task Five_percent_matter_unless_told_otherwise() =>
        Assert.Equal(0.05, (await Terminal.TypeAsync("compare a.ndjson b.ndjson", Files)).Compare!.Options.Threshold);

    [Theory]
    [InlineData("mode", true, null, null)]
    [InlineData("group", false, null, null)]
    [InlineData("group:chat_short,chat_long", false, "chat_short", "chat_long")]
    public async Task Sides_of_one_run_are_named(string by, bool isMode, string? a, string? b) =>
        Assert.Equal(new ComparedParts(isMode, a, b), (await Terminal.TypeAsync($"compare a.ndjson --by {by}", Files)).Compare!.By);

    [Theory]
    [InlineData("tag:build", null, null)]
    [InlineData("tag:build=old,new", "old", "new")]
    public async Task Runs_are_told_apart_by_a_tag(string by, string? a, string? b)
    {
        var compare = (await Terminal.TypeAsync($"compare a.ndjson b.ndjson a.ndjson --by {by}", Files)).Compare!;
        Assert.Equal(new ComparedParts(IsMode: false, null, null) { Tag = "build", TagValues = a is null ? null : (a, b!) }, compare.By);
        Assert.Equal(["a.ndjson", "b.ndjson", "a.ndjson"], compare.Runs);
    }

    [Theory]
    [InlineData("compare a.ndjson", "error: compare needs two result files, and 1 are named")]
    [InlineData("compare a.ndjson b.ndjson --by mode", "error: compare needs one file that run wrote, since --by names two sides of it, and 2 are named")]
    [InlineData("compare a.ndjson b.ndjson#0", "error: b.ndjson#0 is no file that can be read")]
    [InlineData("compare a.ndjson nowhere.json#2", "error: nowhere.json is no file that can be read")]
    [InlineData("compare a.ndjson nowhere.ndjson", "error: nowhere.ndjson is no file that can be read")]
    [InlineData("compare a.ndjson --by tag:build", "error: compare needs two or more files that run wrote, whose tags tell the sides, and 1 are named")]
    [InlineData("compare a.ndjson b.ndjson --by tag:build=x", "error: --by tag:build=x is unknown; it can be mode, group, group:A,B with the names of two groups, tag:KEY, or tag:KEY=A,B with two values of a tag")]
    [InlineData("compare a.ndjson --by tag", "error: --by tag is unknown; it can be mode, group, group:A,B with the names of two groups, tag:KEY, or tag:KEY=A,B with two values of a tag")]
    [InlineData("compare a.ndjson --by group:x,x", "error: --by group:x,x is unknown; it can be mode, group, group:A,B with the names of two groups, tag:KEY, or tag:KEY=A,B with two values of a tag")]
    [InlineData("compare a.ndjson b.ndjson --threshold 5", "error: --threshold 5 has no unit; write 5%")]
    [InlineData("compare a.ndjson b.ndjson --json - --markdown -", "error: --json - and --markdown - both write to stdout; name a file for one")]
    public async Task Wrong_line_says_what_would_be_right(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line, Files);
        Assert.Equal(2, terminal.ExitCode);
        Assert.Equal(error, terminal.Errors.ReplaceLineEndings("\n").Split('\n')[0]);
    }
}
