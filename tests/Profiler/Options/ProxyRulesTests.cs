using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class ProxyRulesTests
{
    private const string Environment = "http://proxy:3128/";

    [Theory]
    [InlineData("http://gpu7:8000", "HTTP_PROXY", true)]
    [InlineData("http://gpu7:8000", "http_proxy", true)]
    [InlineData("https://gpu7", "HTTPS_PROXY", true)]
    [InlineData("https://gpu7", "https_proxy", true)]
    [InlineData("https://gpu7", "HTTP_PROXY", false)]
    [InlineData("http://gpu7", "HTTPS_PROXY", false)]
    [InlineData("http://127.0.0.1:8000", "HTTP_PROXY", false)]
    [InlineData("http://127.8.8.8", "HTTP_PROXY", false)]
    [InlineData("http://localhost:8000", "HTTP_PROXY", false)]
    [InlineData("http://x.localhost", "HTTP_PROXY", false)]
    [InlineData("http://[::1]:8000", "HTTP_PROXY", false)]
    [InlineData("http://0.0.0.0:8000", "HTTP_PROXY", false)]
    [InlineData("http://localhost.example", "HTTP_PROXY", true)]
    public void Environment_proxy_serves_its_scheme_and_never_loopback(string url, string variable, bool isUsed)
    {
        var sources = new FakeOptionSources { Variables = { [variable] = Environment } };
        var (proxy, source) = ProxyRules.Choose(Target(url), option: null, sources);
        Assert.Equal(isUsed ? (new Uri(Environment), variable) : (null, null), (proxy, source));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("gpu7.lab.example", true)]
    [InlineData("lab.example", true)]
    [InlineData(".lab.example", true)]
    [InlineData("*.lab.example", true)]
    [InlineData("other, lab.example", true)]
    [InlineData("LAB.example", true)]
    [InlineData("lab.example:8000", true)]
    [InlineData("lab.example:9000", false)]
    [InlineData("ab.example", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public void No_proxy_covers_names_and_what_is_under_them(string list, bool isExempt) =>
        Assert.Equal(isExempt, ProxyRules.IsExempt(Target("http://gpu7.lab.example:8000"), list));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.1.2.3:8000", true)]
    [InlineData("10.1.2.3:80", false)]
    [InlineData("192.168.0.0/16", false)]
    public void No_proxy_covers_addresses_and_networks(string list, bool isExempt) =>
        Assert.Equal(isExempt, ProxyRules.IsExempt(Target("http://10.1.2.3:8000"), list));

    [Theory]
    [InlineData("[fd00::1]:8000", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("[fd00::1]:80", false)]
    public void No_proxy_covers_IPv6(string list, bool isExempt) =>
        Assert.Equal(isExempt, ProxyRules.IsExempt(Target("http://[fd00::1]:8000"), list));

    [Fact]
    public void Named_proxy_serves_loopback_too() =>
        Assert.Equal((new Uri("http://p:1"), "--proxy"), ProxyRules.Choose(Target("http://127.0.0.1:8000"), Option("p:1"), new FakeOptionSources()));

    [Fact]
    public void Named_none_switches_the_environment_off()
    {
        var sources = new FakeOptionSources { Variables = { ["HTTP_PROXY"] = Environment } };
        Assert.Equal((null, "--proxy"), ProxyRules.Choose(Target("http://gpu7"), Option("none"), sources));
    }

    [Theory]
    [InlineData("socks5://p:1080", "--proxy socks5://p:1080 is no HTTP proxy; write http://host:port or --proxy none")]
    [InlineData("socks5://me:sesame@p:1080", "--proxy socks5://***@p:1080 is no HTTP proxy; write http://host:port or --proxy none")]
    [InlineData("", "--proxy  is no HTTP proxy; write http://host:port or --proxy none")]
    public void Proxy_that_is_none_is_refused(string text, string message)
    {
        var fault = Assert.Throws<OptionException>(() => ProxyRules.Choose(Target("http://gpu7"), Option(text), new FakeOptionSources()));
        Assert.Equal(message, fault.Message);
    }

    private static OptionValue Option(string text) => new(OptionTable.Named("--proxy"), "--proxy", text);

    private static TargetUrl Target(string url) =>
        TargetText.TryParse(url, out var address, out _) ? address.Url : throw new ArgumentException("no address", nameof(url));
}
