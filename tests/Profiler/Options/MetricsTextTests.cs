using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class MetricsTextTests
{
    [Theory]
    [InlineData("gpu7:8000", "http://gpu7:8000/metrics")]
    [InlineData("http://gpu7:8000/", "http://gpu7:8000/metrics")]
    [InlineData("https://gpu7/a/metrics", "https://gpu7/a/metrics")]
    [InlineData("http://gpu7/metrics?token=abc", "http://gpu7/metrics?token=abc")]
    [InlineData("[::1]:9400", "http://[::1]:9400/metrics")]
    public void Address_without_a_path_is_that_of_the_usual_page(string text, string url)
    {
        Assert.True(MetricsText.TryParse(text, out var addresses, out _));
        var address = Assert.Single(addresses);
        Assert.Equal(url, address.Url);
        Assert.Equal(url.Split('?')[0], address.Shown);
    }

    [Fact]
    public void Several_addresses_stand_with_commas()
    {
        Assert.True(MetricsText.TryParse("a:1, http://b:2/x", out var addresses, out _));
        Assert.Equal(["http://a:1/metrics", "http://b:2/x"], addresses.Select(address => address.Url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:1,")]
    [InlineData("ftp://a/metrics")]
    [InlineData("http://a/metrics#top")]
    [InlineData("http://a/me trics")]
    [InlineData("a:99999")]
    public void What_is_no_address_is_refused(string text)
    {
        Assert.False(MetricsText.TryParse(text, out _, out var problem));
        Assert.False(string.IsNullOrEmpty(problem));
    }

    [Fact]
    public void Only_the_server_under_load_hears_who_we_are()
    {
        var target = new TargetUrl("https", "gpu7", 8000, "/llm");
        var connection = new ConnectionOptions { ApiKey = new Secret("k"), Headers = [new HeaderOption("X", new Secret("y"))], ClientCertFile = "c.pem", CaCertFile = "ca.pem", Http2 = true };
        Assert.Same(connection, Address("https://gpu7:8000/metrics").Reached(connection, target));
        var other = Address("https://user:pw@gpu7:9400/metrics").Reached(connection, target);
        Assert.Equal((null, null, "ca.pem", false), (other.ApiKey, other.ClientCertFile, other.CaCertFile, other.Http2));
        Assert.Equal(("Authorization", "Basic dXNlcjpwdw=="), (Assert.Single(other.Headers).Name, other.Headers[0].Value.Reveal()));
        Assert.Empty(Address("http://gpu7:8000/metrics").Reached(connection, target).Headers);

        static MetricsAddress Address(string text)
        {
            Assert.True(MetricsText.TryParse(text, out var addresses, out _));
            return addresses[0];
        }
    }
}
