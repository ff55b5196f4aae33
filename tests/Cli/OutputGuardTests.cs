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
    [InlineData("report a.ndjson --baseline b.ndjson --html b.ndjson", "--html b.ndjson would write over b.ndjson, which is read; write another name")]
    [InlineData("run h -o own.ndjson --junit ./own.ndjson", "-o own.ndjson and --junit ./own.ndjson write the same file; write another name for one")]
    [InlineData("run h -o own.ndjson --baseline b.ndjson --markdown b.ndjson", "--markdown b.ndjson would write over b.ndjson, which is read; write another name")]
    [InlineData("run h --junit own.xml --markdown own.xml", "--markdown own.xml and --junit own.xml write the same file; write another name for one")]
    [InlineData("run h --prompts p.jsonl -o p.jsonl", "-o p.jsonl would write over p.jsonl, which is read; write another name")]
    [InlineData("run h --api-key-file key.txt --markdown key.txt", "--markdown key.txt would write over key.txt, which is read; write another name")]
    [InlineData("run h --junit -", "--junit - is stdout, where the summary goes; write a file name")]
    [InlineData("run h --markdown ''", "--markdown is empty; write a file name, or - for stdout")]
    [InlineData("run h --junit ''", "--junit is empty; write a file name")]
    [InlineData("run h --markdown .", "--markdown . is a folder; write a file name")]
    [InlineData("run h --markdown /nope/x.md", "--markdown /nope/x.md cannot be written: there is no folder /nope")]
    [InlineData("report a.ndjson --junit /nope/x.xml", "--junit /nope/x.xml cannot be written: there is no folder /nope")]
    [InlineData("sweep h --slo ttft<1s --prompts p.jsonl -o p.jsonl", "-o p.jsonl would write over p.jsonl, which is read; write another name")]
    [InlineData("selftest --json /nope/x", "--json /nope/x cannot be written: there is no folder /nope")]
    [InlineData("compare a.ndjson runs.json#2 --markdown runs.json", "--markdown runs.json would write over runs.json, which is read; write another name")]
    public async Task Outputs_keep_out_of_each_others_way(string line, string error) => Assert.Equal($"error: {error}", await RefusedAsync(line));

    [Theory]
    [InlineData("report a.ndjson --json - --markdown x.md --html x.html --junit x.xml --csv out")]
    [InlineData("report a.ndjson --format vllm --json r.json --markdown -")]
    [InlineData("report a.ndjson --as vllm --json -")]
    [InlineData("report a.ndjson --csv made --json made/r.json")]
    [InlineData("run h -o own.ndjson --markdown own.md --junit own.xml --baseline b.ndjson")]
    [InlineData("run h -o /dev/null --markdown /dev/null --junit /dev/null")]
    [InlineData("sweep h --slo ttft<1s --resume s.ndjson -o s.ndjson")]
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

    [Theory]
    [InlineData("linked/run.ndjson", "run.ndjson")]
    [InlineData("hard.ndjson", "run.ndjson")]
    [InlineData("linked/new.xml", "new.xml")]
    [InlineData("dangling.xml", "new.xml")]
    public async Task Other_name_of_a_file_is_that_file(string name, string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files have numbers there");
        var folder = Directory.CreateTempSubdirectory("vllmstream-guard-").FullName;
        try
        {
            string In(string path) => Path.Combine(folder, path);
            await File.WriteAllTextAsync(In("run.ndjson"), "", TestContext.Current.CancellationToken);
            Directory.CreateSymbolicLink(In("linked"), folder);
            File.CreateSymbolicLink(In("dangling.xml"), In("new.xml"));
            using (var link = System.Diagnostics.Process.Start("ln", [In("run.ndjson"), In("hard.ndjson")]))
                await link.WaitForExitAsync(TestContext.Current.CancellationToken);
            // As two outputs, and as an output and what is read.
            var terminal = await Terminal.TypeAsync($"run h --markdown {In(file)} --junit {In(name)}");
            Assert.StartsWith($"error: --markdown {In(file)} and --junit {In(name)} write the same file", terminal.Errors, StringComparison.Ordinal);
            terminal = await Terminal.TypeAsync($"run h -o {In(name)} --baseline {In(file)}", sources => sources.Files[In(file)] = "");
            Assert.StartsWith($"error: -o {In(name)} would write over {In(file)}, which is read", terminal.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RefusedAsync(string line)
    {
        var terminal = await Terminal.TypeAsync(line, sources =>
        {
            foreach (var file in (string[])["a.ndjson", "b.ndjson", "runs.json", "out/requests.csv", "s.ndjson"])
                sources.Files[file] = "";
            sources.Files["p.jsonl"] = """{"prompt":"hello"}""";
            sources.Files["key.txt"] = "sk-1234";
        });
        Assert.Equal(terminal.Errors.Length == 0 ? 0 : 2, terminal.ExitCode);
        return terminal.Errors.ReplaceLineEndings("\n").Split('\n')[0];
    }
}
