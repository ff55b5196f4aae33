using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Output;

[Trait("case", "OS03")]
[Trait("transport", "any")]
public sealed class PipeTests
{
    private const byte Escape = 0x1B;

    [Fact]
    public async Task Piped_output_has_no_escape_and_talk_goes_to_stderr()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(50, 10, 5) : null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "2", "-n", "10", "-o", "run.ndjson"]);
        Expect.Exit(0, result);
        Assert.DoesNotContain(Escape, result.StdoutBytes);
        Assert.DoesNotContain(Escape, result.StderrBytes);
        Assert.StartsWith("vllmstream ", result.Stdout, StringComparison.Ordinal);
        Assert.NotEmpty(result.Stderr);
        Assert.DoesNotContain("\r", result.Stdout, StringComparison.Ordinal);
        Assert.All(result.Stdout.Split('\n'), l => Assert.True(l.Length <= 80, $"{l.Length} columns: {l}"));
    }

    [Theory]
    [InlineData("--headless")]
    [InlineData("-o", "-")]
    public async Task Ndjson_on_stdout_is_only_ndjson(params string[] output)
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(50, 10, 5) : null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "2", "-n", "10", .. output]);
        Expect.Exit(0, result);
        Assert.DoesNotContain(Escape, result.StdoutBytes);
        Assert.EndsWith("\n", result.Stdout, StringComparison.Ordinal);
        foreach (var line in result.Stdout.TrimEnd('\n').Split('\n'))
        {
            using var document = JsonDocument.Parse(line);
            Assert.Equal("vllmstream/1", document.RootElement.GetProperty("schema").GetString());
        }
        var file = RunFile.Parse(result.Stdout);
        Assert.True(file.HasSummary);
        Assert.Equal(10, file.Requests.Count(r => r.Phase != "warmup"));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task Run_without_a_file_name_writes_one_into_the_current_folder()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(5, 1, 2) : null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "2", "--ui", "none"]);
        Expect.Exit(0, result);
        var file = Assert.Single(Directory.EnumerateFiles(folder.Path));
        Assert.Matches("^run-[0-9a-z]+\\.ndjson$", Path.GetFileName(file));
        Assert.Contains(Path.GetFileName(file), result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_in_json_is_one_document_and_none_is_nothing()
    {
        using var json = await Play.OnceAsync(Reply.Chat(5, 1, 2), "--summary", "json");
        using var document = JsonDocument.Parse(json.Process.Stdout);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        using var none = await Play.OnceAsync(Reply.Chat(5, 1, 2), "--summary", "none");
        Assert.Equal("", none.Process.Stdout);
    }

    [Fact]
    public async Task Reader_that_goes_away_does_not_crash_the_run()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(5, 5, 5) : null);
        using var folder = new TempFolder();
        using var process = Vllmstream.StartUnder(["bash", "-c", "\"$0\" \"$@\" | head -n 1"], folder, ["run", server.Url, "-r", "50", "-d", "1s", "--headless"]);
        var result = await process.WaitAsync();
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
    }
}
