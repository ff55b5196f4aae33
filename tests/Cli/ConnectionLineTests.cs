namespace VllmStream.Tests.Cli;

public sealed class ConnectionLineTests
{
    [Theory]
    [InlineData("run h", "k1", "VLLM_API_KEY")]
    [InlineData("run h --api-key-env TEAM_KEY", "k3", "--api-key-env TEAM_KEY")]
    [InlineData("run h --api-key-file key.txt", "k4", "--api-key-file key.txt")]
    public async Task Key_comes_from_the_first_place_that_has_one(string line, string key, string source)
    {
        var connection = (await Terminal.OptionsAsync(line, Prepare)).Connection;
        Assert.Equal((key, source), (connection.ApiKey?.Reveal(), connection.ApiKeySource));
    }

    [Fact]
    public async Task Key_of_OpenAI_is_the_second_choice()
    {
        var connection = (await Terminal.OptionsAsync("run h", sources => sources.Variables["OPENAI_API_KEY"] = "k2")).Connection;
        Assert.Equal(("k2", "OPENAI_API_KEY"), (connection.ApiKey?.Reveal(), connection.ApiKeySource));
    }

    [Fact]
    public async Task Key_on_the_command_line_works_with_a_warning()
    {
        var run = await Terminal.RunAsync("run h --api-key sesame", Prepare);
        Assert.Equal("sesame", run.Run.Connection.ApiKey?.Reveal());
        Assert.Equal(["--api-key can be read by other users of this machine; use --api-key-env NAME or --api-key-file FILE"], run.Warnings);
        Assert.DoesNotContain("sesame", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_the_environment_gives_way_to_a_header()
    {
        var connection = (await Terminal.OptionsAsync("run h -H 'authorization: Token x'", Prepare)).Connection;
        Assert.Null(connection.ApiKey);
        Assert.Null(connection.ApiKeySource);
    }

    [Fact]
    public async Task Key_of_the_environment_is_not_shown_to_the_simulator() =>
        Assert.Null((await Terminal.RunAsync("run --sim", Prepare)).Run.Connection.ApiKey);

    [Fact]
    public async Task User_in_the_url_becomes_a_secret_header_with_a_warning()
    {
        var run = await Terminal.RunAsync("run http://me:sesame@h:8000/v1", Prepare);
        var header = Assert.Single(run.Run.Connection.Headers);
        Assert.Equal(("Authorization", "Basic bWU6c2VzYW1l"), (header.Name, header.Value.Reveal()));
        Assert.Equal("http://h:8000", run.Run.Target.Root);
        Assert.Null(run.Run.Connection.ApiKey);
        Assert.Equal(["a password in a URL can be read by other users of this machine; use --api-key-file, or -H with a value from the environment"], run.Warnings);
    }

    [Theory]
    [InlineData("run gpu7", "http://proxy:3128/", "HTTP_PROXY")]
    [InlineData("run 127.0.0.1:8000", null, null)]
    [InlineData("run 127.0.0.1:8000 --proxy p:1", "http://p:1/", "--proxy")]
    [InlineData("run gpu7 --proxy none", null, "--proxy")]
    public async Task Proxy_is_the_named_one_or_the_environments(string line, string? proxy, string? source)
    {
        var connection = (await Terminal.OptionsAsync(line, Prepare)).Connection;
        Assert.Equal((proxy, source), (connection.Proxy?.ToString(), connection.ProxySource));
    }

    [Fact]
    public async Task Trust_is_read_and_insecure_is_loud()
    {
        var run = await Terminal.RunAsync("run https://h --cacert ca.pem --insecure", Prepare);
        Assert.Equal(("ca.pem", true), (run.Run.Connection.CaCertFile, run.Run.Connection.Insecure));
        Assert.Equal(["--insecure accepts any certificate: who answers is not checked, and the report says so"], run.Warnings);
    }

    [Fact]
    public async Task Client_certificate_is_named_by_its_files()
    {
        var run = await Terminal.RunAsync("run https://h --cert ca.pem --key key.txt", Prepare);
        Assert.Equal(("ca.pem", "key.txt"), (run.Run.Connection.ClientCertFile, run.Run.Connection.ClientKeyFile));
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task Client_certificate_without_tls_is_warned_of() =>
        Assert.Equal(["--cert ca.pem is not used: only https shows a certificate"], (await Terminal.RunAsync("run h --cert ca.pem", Prepare)).Warnings);

    private static void Prepare(FakeSources sources)
    {
        sources.Variables["VLLM_API_KEY"] = "k1";
        sources.Variables["OPENAI_API_KEY"] = "k2";
        sources.Variables["TEAM_KEY"] = "k3";
        sources.Variables["HTTP_PROXY"] = "http://proxy:3128";
        sources.Files["key.txt"] = " k4\r\n";
        sources.Files["ca.pem"] = "";
    }
}
