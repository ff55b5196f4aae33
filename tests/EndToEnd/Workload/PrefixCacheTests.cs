using System.Collections.Concurrent;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Workload;

/// <summary>A server that answers twenty times faster when it has seen a prompt: what is measured must not depend on what ran before.</summary>
[Trait("transport", "any")]
public sealed class PrefixCacheTests
{
    private const double SlowMs = 200;
    private const double FastMs = 10;
    private const int BlockChars = 40;

    [Theory]
    [Trait("case", "LG12")]
    [InlineData("--isl", "64")]
    [InlineData("--isl", "64", "--prefix", "32x1")]
    public async Task Stage_finds_nothing_that_another_has_left(params string[] prompts)
    {
        using var played = await StagesAsync(["--stages", "1s:4,1s:4", "--arrival", "constant", .. prompts]);
        var requests = played.File.Requests;
        Assert.Equal(8, requests.Count);
        // What a prefix shares within its stage is quick from the second request on; the first of a stage never is.
        Assert.All(prompts.Contains("--prefix") ? [requests[0], requests[4]] : requests, request => Assert.True(request.TtftMs > SlowMs * 0.9, $"{request.Id}: {request.TtftMs} ms"));
    }

    [Fact]
    [Trait("case", "LG12")]
    public async Task Reused_prompts_show_what_a_cache_does_and_the_summary_says_so()
    {
        using var played = await StagesAsync(["--stages", "1s:4,1s:4", "--arrival", "constant", "--isl", "64", "--reuse-prompts"]);
        var requests = played.File.Requests;
        Assert.All(requests.Take(4), request => Assert.True(request.TtftMs > SlowMs * 0.9, $"{request.Id}: {request.TtftMs} ms"));
        Assert.All(requests.Skip(4), request => Assert.True(request.TtftMs < SlowMs * 0.5, $"{request.Id}: {request.TtftMs} ms"));
        Assert.Contains("--reuse-prompts", played.Process.Stdout, StringComparison.Ordinal);
        Assert.Contains("from a cache 50.0%", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "LG12")]
    public async Task Warmup_shares_no_block_with_what_is_measured()
    {
        using var played = await StagesAsync(["-c", "2", "-n", "4", "--warmup", "4", "--isl", "64", "--prefix", "32"], quiet: ["--no-probe", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        var blocks = played.Server.Posts.Select(post => PromptOf(post.Request)[..BlockChars]).ToList();
        Assert.Equal(8, blocks.Count);
        Assert.Equal(2, blocks.Distinct().Count());
        Assert.Equal(4, blocks.Count(block => block == blocks[0]));
    }

    [Fact]
    [Trait("case", "LG12")]
    public async Task Given_prompts_go_to_vllm_as_they_are_with_a_salt_for_every_stage()
    {
        using var played = await StagesAsync(["-c", "1", "-n", "2", "--warmup", "2", "--prompt", "hello"], quiet: ["-o", "run.ndjson", "--ui", "none"]);
        // The probe, two of warm-up, two that count.
        JsonElement[] bodies = [.. played.Server.Posts.Select(post => post.Request.Json())];
        Assert.All(bodies, body => Assert.Equal("hello", body.GetProperty("messages")[0].GetProperty("content").GetString()));
        string[] salts = [.. bodies.Select(body => body.GetProperty("cache_salt").GetString()!)];
        Assert.Equal(5, salts.Length);
        Assert.Equal(3, salts.Distinct().Count());
        Assert.Equal((salts[1], salts[3]), (salts[2], salts[4]));
    }

    [Fact]
    [Trait("case", "LG12")]
    public async Task Given_prompts_go_to_another_server_behind_a_nonce_and_the_summary_says_so()
    {
        using var played = await StagesAsync(
            ["-c", "1", "-n", "2", "--warmup", "2", "--prompt", "hello"], quiet: ["-o", "run.ndjson", "--ui", "none"], version: null);
        string[] prompts = [.. played.Server.Posts.Select(post => PromptOf(post.Request))];
        Assert.All(prompts, prompt => Assert.Matches("^\\[[0-9a-f]{16}\\] hello$", prompt));
        Assert.Equal(3, prompts.Distinct().Count());
        Assert.DoesNotContain(played.Server.Posts, post => post.Request.Body.Contains("cache_salt", StringComparison.Ordinal));
        Assert.Contains("nonce", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cache_salt")]
    [InlineData("stream_options")]
    [InlineData("cache_salt", "stream_options")]
    public async Task Field_that_the_server_refuses_is_found_by_the_probe_and_left_out(params string[] refused)
    {
        using var played = await StagesAsync(
            ["-c", "2", "-n", "6", "--warmup", "0", "--prompt", "hello"], quiet: ["-o", "run.ndjson", "--ui", "none"], refuse: refused);
        Expect.Exit(0, played.Process);
        Assert.Equal(["ok"], played.File.Requests.Select(request => request.Outcome).Distinct());
        Assert.Equal(refused.Order(), played.File.Probe.GetProperty("refused_fields").EnumerateArray().Select(field => field.GetString()!).Order());
        // Not one of the load had it, and the other field is still there.
        Assert.All(played.Server.Posts.TakeLast(6), post =>
        {
            foreach (var field in (string[])["cache_salt", "stream_options"])
                Assert.Equal(!refused.Contains(field), post.Request.Json().TryGetProperty(field, out _));
        });
        Assert.All(refused, field => Assert.Contains($"the server refuses {field}", played.Process.Stdout, StringComparison.Ordinal));
    }

    private static string PromptOf(ScriptedRequest request) => request.Json().GetProperty("messages")[0].GetProperty("content").GetString()!;

    // Knows the first block of every prompt it has answered, for each salt.
    private static async Task<Played> StagesAsync(string[] load, string[]? quiet = null, string? version = "0.11.0", params string[] refuse)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var server = ScriptedServer.Start(request =>
        {
            if (request.Path.EndsWith("version", StringComparison.Ordinal))
                return version is null ? Reply.Json("{}", 404) : null;
            if (!request.IsPost)
                return null;
            var body = request.Json();
            foreach (var field in refuse)
            {
                if (body.TryGetProperty(field, out _))
                    return Reply.Json($$$"""{"error":{"message":"extra fields not permitted: {{{field}}}"}}""", 400);
            }
            var salt = body.TryGetProperty("cache_salt", out var given) ? given.GetString() : "";
            var prompt = PromptOf(request);
            var known = !seen.TryAdd(salt + prompt[..Math.Min(BlockChars, prompt.Length)], true);
            return Reply.Sse().At(known ? FastMs : SlowMs, CaseBytes.C("a")).Then(CaseBytes.F(), CaseBytes.U(100, 1, cached: known ? 100 : 0), CaseBytes.D());
        });
        var folder = new TempFolder();
        var process = await Vllmstream.RunAsync(folder, ["run", server.Url, .. load, .. quiet ?? Play.Quiet[2..]], 40);
        return new Played(server, folder, process);
    }
}
