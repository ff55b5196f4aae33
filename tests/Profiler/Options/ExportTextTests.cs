using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class ExportTextTests
{
    [Theory]
    [InlineData("0", "127.0.0.1", 0)]
    [InlineData("9464", "127.0.0.1", 9464)]
    [InlineData(":9464", "127.0.0.1", 9464)]
    [InlineData("0.0.0.0:9464", "0.0.0.0", 9464)]
    [InlineData("localhost:0", "localhost", 0)]
    [InlineData("[::1]:9464", "::1", 9464)]
    public void Place_to_listen_is_read(string text, string host, int port)
    {
        Assert.True(ListenText.TryParse(text, out var address, out var problem), problem);
        Assert.Equal(new ListenAddress(host, port), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nine")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("h:")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("http://127.0.0.1:9464")]
    public void Place_that_is_none_is_told(string text)
    {
        Assert.False(ListenText.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData("collector:4318", "http://collector:4318/v1/metrics")]
    [InlineData("http://collector:4318/", "http://collector:4318/v1/metrics")]
    [InlineData("https://c/otlp/", "https://c/otlp/v1/metrics")]
    [InlineData("https://c/otlp/v1/metrics", "https://c/otlp/v1/metrics")]
    public void Collector_gets_the_path_of_metrics(string text, string url)
    {
        Assert.True(OtlpText.TryParse(text, out var address, out var problem), problem);
        Assert.Equal(url, address.Url);
    }

    [Theory]
    [InlineData("http://", "has no host; write http://127.0.0.1:4318")]
    [InlineData("", "is empty; write http://127.0.0.1:4318")]
    [InlineData("[x]", "has no IPv6 address between its brackets; write http://[::1]:4318")]
    public void Collector_that_is_none_is_told_with_the_port_of_collectors(string text, string expected)
    {
        Assert.False(OtlpText.TryParse(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Headers_are_read_as_the_specification_writes_them()
    {
        Assert.True(OtlpText.TryParseHeaders("api-key=a%20b%3D, x-scope = t1,", out var headers, out var problem), problem);
        Assert.Equal([("api-key", "a b="), ("x-scope", "t1")], headers.Select(header => (header.Name, header.Value.Reveal())));
    }

    [Theory]
    [InlineData("geheim")]
    [InlineData("=geheim")]
    [InlineData("a b=geheim")]
    [InlineData("a=geheim%0Ab")]
    public void Headers_that_are_none_are_told_without_their_values(string text)
    {
        Assert.False(OtlpText.TryParseHeaders(text, out _, out var problem));
        Assert.DoesNotContain("geheim", problem, StringComparison.Ordinal);
    }
}
