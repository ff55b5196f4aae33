using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A key that is given to agents reaches the server, and lies nowhere on the way.</summary>
[Trait("transport", "any")]
public sealed class SentKeyTests
{
    private const string Key = "sk-do-not-write-me-down-4711";

    [Fact]
    public async Task Key_that_is_sent_reaches_the_server_and_is_in_no_file_and_no_log()
    {
        var folder = Broker.NewFolder();
        using var authority = new TestAuthority("ours");
        await using var broker = await TlsBroker.StartAsync(folder, authority);
        var client = authority.Write($"{folder}/client", "agent");
        string[] link = ["--nats", broker.Url, "--nats-cacert", TlsBroker.Ca(folder), "--nats-cert", client.Cert, "--nats-key", client.Key];
        using var server = ScriptedServer.Start(request => request.IsPost ? Reply.Chat(2, 1, 3) : null);
        using var agent = await AgentProcess.StartAsync("one", link);
        string[] load = ["-c", "1", "-n", "4", "--warmup", "0", "--isl", "8", "--osl", "4", "--api-key-env", "THE_KEY"];
        using var run = await SpreadRun.RunAsync(server.Url, link, [.. load, "--send-key", "--collect", "--record", "raw"], 60, ("THE_KEY", Key));
        run.AssertValid();
        Assert.Equal(4, server.Posts.Count);
        Assert.All(server.Posts, post => Assert.Equal("Bearer " + Key, post.Request.Header("Authorization")));

        Assert.DoesNotContain(Key, run.Process.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, agent.Process.StderrSoFar, StringComparison.Ordinal);
        string[] files = [.. new[] { run.Folder.Path, agent.Folder.Path, folder }.SelectMany(path => Directory.GetFiles(path, "*", SearchOption.AllDirectories))];
        Assert.Contains(Path.Combine(folder, "log"), files);
        Assert.Contains(agent.RecordsPath(run.Id), files);
        Assert.All(files, file => Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Key)) >= 0, file));

        // Not asked for, it stays here; without TLS it is not sent.
        using var kept = new TempFolder();
        var unasked = await Vllmstream.RunAsync(kept, ["run", server.Url, .. link, .. load], 30, ("THE_KEY", Key));
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("error: --api-key-env THE_KEY stays on this machine, and agents have keys of their own\ntry: --send-key to give it to them, over TLS\n", unasked.Stderr, StringComparison.Ordinal);
        var plain = await Vllmstream.RunAsync(kept, ["run", server.Url, "--nats", "nats://localhost:1", .. load, "--send-key"], 30, ("THE_KEY", Key));
        Assert.Equal(2, plain.ExitCode);
        Assert.Contains("error: --send-key sends the key over TLS only, and the link to the broker has none\ntry: --nats tls://…\n", plain.Stderr, StringComparison.Ordinal);
        Assert.Equal(4, server.Posts.Count);
    }
}
