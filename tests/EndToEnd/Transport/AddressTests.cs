using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Transport;

public sealed class AddressTests
{
    [Fact]
    [Trait("case", "TR13")]
    public async Task Ipv6_literal_works_and_the_host_header_has_brackets()
    {
        Assert.SkipUnless(HasIpv6Loopback(), "this machine has no IPv6 loopback");
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, ["-c", "1", "-n", "2"], options: new ServerOptions { Address = IPAddress.IPv6Loopback });
        Expect.Exit(0, played.Process);
        Assert.All(played.File.Requests, r => Expect.Outcome("ok", r));
        Assert.All(played.Server.Posts, p => Assert.Equal($"[::1]:{played.Server.Port}", p.Request.Header("Host")));
        Assert.Contains($"http://[::1]:{played.Server.Port}/v1/chat/completions", played.Process.Stderr + played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "TR13")]
    public async Task Name_with_two_families_reaches_a_server_on_one_of_them()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, ["-c", "1", "-n", "1"]);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", $"http://localhost:{played.Server.Port}", "-c", "1", "-n", "1", .. Play.Quiet]);
        Expect.Exit(0, result);
        Assert.Equal($"localhost:{played.Server.Port}", played.Server.Posts[^1].Request.Header("Host"));
    }

    [Theory]
    [Trait("case", "TR13")]
    [InlineData(true, "auto")]
    [InlineData(false, "auto")]
    [InlineData(true, "portable")]
    [InlineData(false, "portable")]
    public async Task Name_with_two_addresses_of_which_one_listens_works_for_every_connection(bool listensOnIpv6, string transport)
    {
        Assert.SkipUnless(HasIpv6Loopback(), "this machine has no IPv6 loopback");
        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 2).With("Connection", "close").EndsWith(Ending.Close), new ServerOptions { Address = listensOnIpv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback });
        using var folder = new TempFolder();
        // A mount namespace of its own, in which the name has both addresses.
        var hosts = folder.Write("hosts", "::1 two.test\n127.0.0.1 two.test\n");
        string[] wrapper = ["unshare", "-m", "bash", "-c", $"mount --bind {hosts} /etc/hosts && exec \"$0\" \"$@\""];
        Assert.SkipUnless(await CanAsync(wrapper), "no mount namespace can be made here (needs unshare and root)");
        using var process = Vllmstream.StartUnder(
            wrapper, folder, ["run", $"http://two.test:{server.Port}", "-c", "1", "-n", "10", "--warmup", "0", "-o", "run.ndjson", "--ui", "none", .. transport == "auto" ? (string[])[] : ["--transport", transport]]);
        var result = await process.WaitAsync(30);
        Expect.Exit(0, result);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.All(requests, r => Expect.Outcome("ok", r));
        Assert.All(requests, r => Assert.Equal("new", r.Conn));
        Assert.All(requests, r => Expect.Time(0, r.Line.GetProperty("tcp_ms").GetDouble(), 50));
    }

    [Fact]
    [Trait("case", "TR13")]
    public async Task Name_that_does_not_resolve_is_a_connect_error_of_dns()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "http://no-such-host.invalid:8000", "-c", "1", "-n", "1", .. Play.Quiet]);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("dns", request.ErrorKind);
        Expect.Exit(5, result);
    }

    [Theory]
    [Trait("case", "TR17")]
    [InlineData("127.0.0.1:{0}", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/v1", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/v1/", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}//v1//", "/v1/chat/completions")]
    [InlineData("127.0.0.1:{0}/v1", "/v1/chat/completions")]
    [InlineData("HTTP://127.0.0.1:{0}/v1", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/v1/chat/completions/", "/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/openai", "/openai/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/openai/", "/openai/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/llm/v1", "/llm/v1/chat/completions")]
    [InlineData("http://127.0.0.1:{0}/llm/v1/chat/completions", "/llm/v1/chat/completions")]
    public async Task Url_in_any_spelling_resolves_to_one_path(string spelling, string path)
    {
        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 2));
        using var folder = new TempFolder();
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, server.Port);
        var result = await Vllmstream.RunAsync(folder, ["run", url, "-c", "1", "-n", "1", .. Play.Quiet]);
        Expect.Exit(0, result);
        Assert.Equal(path, Assert.Single(server.Posts).Request.Target);
        Assert.Contains($"http://127.0.0.1:{server.Port}{path}", result.Stderr + result.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("case", "TR17")]
    [InlineData("http://127.0.0.1:{0}/llm/v1", "/llm/v1/models")]
    [InlineData("http://127.0.0.1:{0}/v1/chat/completions", "/v1/models")]
    [InlineData("127.0.0.1:{0}", "/v1/models")]
    public async Task Models_are_looked_up_under_the_same_prefix(string spelling, string path)
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(5, 1, 2) : null, new ServerOptions { Model = "found/model" });
        using var folder = new TempFolder();
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, server.Port);
        var result = await Vllmstream.RunAsync(folder, ["run", url, "-c", "1", "-n", "1", "--warmup", "0", "--ui", "none"]);
        Expect.Exit(0, result);
        Assert.Contains(server.Log, l => l.Request.Method == "GET" && l.Request.Target == path);
        Assert.All(server.Posts, p => Assert.Equal("found/model", p.Request.Json().GetProperty("model").GetString()));
    }

    [Theory]
    [Trait("case", "TR17")]
    [InlineData("ftp://127.0.0.1/v1")]
    [InlineData("http://")]
    [InlineData("http://127.0.0.1:99999/v1")]
    public async Task Url_that_cannot_be_meant_is_a_bad_option(string url)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", url, "-c", "1", "-n", "1", .. Play.Quiet]);
        Expect.Exit(2, result);
        Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
    }

    private static async Task<bool> CanAsync(string[] wrapper)
    {
        try
        {
            var start = new System.Diagnostics.ProcessStartInfo(wrapper[0], [.. wrapper.Skip(1), "true"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = new VllmstreamProcess(start);
            return (await process.WaitAsync(10)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static bool HasIpv6Loopback() => Socket.OSSupportsIPv6
        && NetworkInterface.GetAllNetworkInterfaces().SelectMany(n => n.GetIPProperties().UnicastAddresses).Any(a => a.Address.Equals(IPAddress.IPv6Loopback));
}
