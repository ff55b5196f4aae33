using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Output;

[Trait("case", "OS01")]
[Trait("transport", "any")]
public sealed class SecretTests
{
    private const string Key = "sk-e2e-9f8e7d6c5b4a3210";

    [Theory]
    [InlineData("env")]
    [InlineData("option")]
    [InlineData("file")]
    [InlineData("authorization")]
    [InlineData("header")]
    [InlineData("url")]
    [InlineData("userinfo")]
    public async Task Key_from_any_place_is_nowhere_even_when_the_server_echoes_it(string place)
    {
        using var server = ScriptedServer.Start(Echo);
        using var folder = new TempFolder();
        folder.Write("key.txt", Key);
        var (url, arguments, environment) = Given(server.Authority, place);
        string[] load = ["-c", "1", "-n", "6", "--warmup", "0", "-m", "m", "--debug", "-o", "run.ndjson", "--record", "raw", "--ui", "none"];
        var run = await Vllmstream.RunAsync(folder, ["run", url, .. arguments, .. load], environment: environment);
        Assert.True(File.Exists(folder.File("run.ndjson")), run.ToString());
        File.Delete(folder.File("key.txt"));
        AssertNowhere(folder, run);
        Assert.Contains(server.Posts, p => Sees(p.Request));
        var report = await Vllmstream.RunAsync(folder, ["report", "run.ndjson"]);
        AssertNowhere(folder, report);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("option")]
    [InlineData("authorization")]
    [InlineData("header")]
    [InlineData("url")]
    [InlineData("userinfo")]
    public async Task Key_is_nowhere_when_the_start_fails(string place)
    {
        using var folder = new TempFolder();
        var (url, arguments, environment) = Given($"127.0.0.1:{ScriptedServer.FreePort()}", place);
        string[][] failures = [["-n", "1"], ["--rate", "8", "--concurrency", "2"], ["--no-such-option"], ["--cacert", "nowhere.pem"]];
        foreach (var failure in failures)
        {
            var run = await Vllmstream.RunAsync(folder, ["run", url, .. arguments, .. failure, "--debug", "--ui", "none"], environment: environment);
            Assert.NotEqual(0, run.ExitCode);
            AssertNowhere(folder, run);
        }
    }

    [Fact]
    public async Task Key_on_the_command_line_is_warned_of()
    {
        using var played = await Play.OnceAsync(Reply.Chat(5, 1, 2), "--api-key", Key);
        Assert.Contains("api-key", played.Process.Stderr, StringComparison.Ordinal);
        Assert.Contains("warning", played.Process.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("***", played.File.RunStarted.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_a_probe_is_nowhere()
    {
        using var server = ScriptedServer.Start(Echo);
        using var folder = new TempFolder();
        var probe = await Vllmstream.RunAsync(folder, ["probe", server.Url, "-m", "m", "--debug"], environment: ("VLLM_API_KEY", Key));
        AssertNowhere(folder, probe);
    }

    private static (string Url, string[] Arguments, (string, string)[] Environment) Given(string authority, string place) => place switch
    {
        "env" => ($"http://{authority}", [], [("VLLM_API_KEY", Key)]),
        "option" => ($"http://{authority}", ["--api-key", Key], []),
        "file" => ($"http://{authority}", ["--api-key-file", "key.txt"], []),
        "authorization" => ($"http://{authority}", ["-H", "Authorization: Bearer " + Key], []),
        "header" => ($"http://{authority}", ["-H", "X-Secret-Thing: " + Key], []),
        "url" => ($"http://{authority}/v1?api_key={Key}", [], []),
        "userinfo" => ($"http://user:{Key}@{authority}", [], []),
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    // Every second answer throws all it was sent back at the client, once as an HTTP error, once in the stream.
    private static Reply? Echo(ScriptedRequest request)
    {
        if (!request.IsPost)
            return null;
        var sent = request.Target + " " + string.Join(" ", request.Headers.Select(h => h.Value));
        return (request.Post % 4) switch
        {
            1 => Reply.Json($$$"""{"error":{"message":{{{Quote("bad key: " + sent)}}},"code":401}}""", 401),
            2 => Reply.Sse(R(), C("a"), E("rejected " + sent), D()),
            3 => Reply.Sse(R(), C(sent), Tail(9)),
            _ => Reply.Chat(5, 1, 2),
        };
    }

    private static bool Sees(ScriptedRequest request) =>
        (request.Target + string.Join("\n", request.Headers.Select(h => h.Value))).Contains(Key, StringComparison.Ordinal)
        || (request.Header("Authorization") ?? "").Contains(Convert.ToBase64String(Utf8("user:" + Key)), StringComparison.Ordinal);

    private static void AssertNowhere(TempFolder folder, ProcessResult result)
    {
        var basic = Convert.ToBase64String(Utf8("user:" + Key));
        foreach (var text in Directory.EnumerateFiles(folder.Path).Where(f => !f.EndsWith("key.txt", StringComparison.Ordinal)).Select(File.ReadAllText).Append(result.Stdout).Append(result.Stderr))
        {
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(basic, text, StringComparison.Ordinal);
        }
    }
}
