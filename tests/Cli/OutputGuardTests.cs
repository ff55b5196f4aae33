namespace VllmStream.Tests.Cli;

public sealed class OutputGuardTests
{
    [Theory]
    [InlineData("report a.ndjson", "--json", true)]
    [InlineData("report a.ndjson", "--html", false)]
    [InlineData("report a.ndjson", "--csv", false)]
    [InlineData("report a.ndjson", "--markdown", true)]
    [InlineData("report a.ndjson", "--junit", false)]
    [InlineData("compare a.ndjson b.ndjson", "--json", true)]
    [InlineData("compare a.ndjson b.ndjson", "--html", false)]
    [InlineData("compare a.ndjson b.ndjson", "--markdown", true)]
    public async Task Output_never_writes_over_what_is_read_and_is_never_empty(string command, string option, bool takesStdout)
    {
        var noun = option == "--csv" ? "the name of a folder" : "a file name";
        Assert.Equal($"error: {option} ./a.ndjson would write over a.ndjson, which is read; write another name", await RefusedAsync($"{command} {option} ./a.ndjson"));
        Assert.Equal($"error: {option} is empty; write {noun}{(takesStdout ? ", or - for stdout" : "")}", await RefusedAsync($"{command} {option} ''"));
        if (!takesStdout)
            Assert.Equal($"error: {option} - is stdout, where the summary goes; write {noun}", await RefusedAsync($"{command} {option} -"));
    }

    [Theory]
    [InlineData("report a.ndjson --json - --markdown -", "--json - and --markdown - both write to stdout; name a file for one")]
    [InlineData("compare a.ndjson b.ndjson --markdown - --json -", "--json - and --markdown - both write to stdout; name a file for one")]
    [InlineData("report a.ndjson --format vllm --markdown -", "--format vllm and --markdown - both write to stdout; name a file for one")]
    [InlineData("report a.ndjson --format openmetrics --markdown -", "--format openmetrics and --markdown - both write to stdout; name a file for one")]
    [InlineData("report a.ndjson --as locust --markdown -", "--as locust and --markdown - both write to stdout; name a file for one")]
    [InlineData("report a.ndjson --json x --html ./x", "--json x and --html ./x write the same file; write another name for one")]
    [InlineData("report a.ndjson --csv out --json out/stats.csv", "--json out/stats.csv and --csv out write the same file; write another name for one")]
    [InlineData("report out/requests.csv --csv out", "--csv out would write over out/requests.csv, which is read; write another name")]
    [InlineData("compare a.ndjson runs.json#2 --markdown runs.json", "--markdown runs.json would write over runs.json, which is read; write another name")]
    public async Task Outputs_keep_out_of_each_others_way(string line, string error) => Assert.Equal($"error: {error}", await RefusedAsync(line));

    [Theory]
    [InlineData("report a.ndjson --json - --markdown x.md --html x.html --junit x.xml --csv out")]
    [InlineData("report a.ndjson --format vllm --json r.json --markdown -")]
    [InlineData("report a.ndjson --as vllm --json -")]
    [InlineData("compare a.ndjson b.ndjson --json x.json --markdown - --html x.html")]
    public async Task Outputs_that_go_apart_are_taken(string line) => Assert.Equal("", await RefusedAsync(line));

    [Fact]
    public async Task Link_to_what_is_read_is_what_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("vllmstream-guard-");
        try
        {
            var (run, link) = (Path.Combine(folder.FullName, "run.ndjson"), Path.Combine(folder.FullName, "link.json"));
            await File.WriteAllTextAsync(run, "", TestContext.Current.CancellationToken);
            File.CreateSymbolicLink(link, run);
            var terminal = await Terminal.TypeAsync($"report {run} --json {link}", sources => sources.Files[run] = "");
            Assert.StartsWith($"error: --json {link} would write over {run}, which is read; write another name", terminal.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RefusedAsync(string line)
    {
        var terminal = await Terminal.TypeAsync(line, sources =>
        {
            foreach (var file in (string[])["a.ndjson", "b.ndjson", "runs.json", "out/requests.csv"])
                sources.Files[file] = "";
        });
        Assert.Equal(terminal.Errors.Length == 0 ? 0 : 2, terminal.ExitCode);
        return terminal.Errors.ReplaceLineEndings("\n").Split('\n')[0];
    }
}
