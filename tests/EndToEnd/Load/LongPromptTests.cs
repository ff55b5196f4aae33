namespace VllmStream.Tests.EndToEnd.Load;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class LongPromptTests
{
    private const int BodyBytes = 400_000;
    private const double FirstMs = 200;

    /// <summary>What counts is what the client adds to what the server did: the server's own reading of 25 MB at once is in both.</summary>
    [Fact]
    [Trait("case", "LG09")]
    public async Task Bodies_of_400_KB_from_64_at_once_do_not_lengthen_ttft()
    {
        using var server = ScriptedServer.Start(Reply.Chat(FirstMs, 5, 4));
        using var folder = new TempFolder();
        folder.Write("long.txt", string.Concat(Enumerable.Repeat("lorem ipsum dolor sit amet ", BodyBytes / 27 + 1)));
        var result = await Vllmstream.RunAsync(
            folder, ["run", server.Url, "-c", "64", "-n", "256", "--warmup", "64", "--prompts", "long.txt", "--no-probe", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(0, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        var served = server.Posts.ToDictionary(post => post.Request.Header("X-Request-Id")!);
        Assert.All(server.Posts, post => Assert.InRange(post.Request.Body.Length, BodyBytes, BodyBytes + 1000));

        var added = new List<double>();
        foreach (var request in file.Requests.Where(r => r.Phase == "running"))
        {
            Expect.Ok(request, tokens: 4, tokenEvents: 4);
            var post = served[$"{file.RunStarted.GetProperty("run").GetString()}-{request.Id}"];
            // From the first byte that the server read to the send of its first token.
            var there = Monotonic.ToMs(post.Request.ArrivedTicks - post.Request.FirstByteTicks) + post.SentMs(1);
            added.Add(request.TtftMs!.Value - there);
        }
        added.Sort();
        Assert.Equal(256, added.Count);
        var median = added[added.Count / 2];
        Assert.True(Math.Abs(median) < 0.05 * FirstMs, $"the client adds {median:0.0} ms (worst {added[^1]:0.0})");
    }
}
