using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class TargetTextTests
{
    [Theory]
    [InlineData("127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions")]
    [InlineData("localhost:8000", "http://localhost:8000/v1/chat/completions")]
    [InlineData("gpu7", "http://gpu7/v1/chat/completions")]
    [InlineData("http://h", "http://h/v1/chat/completions")]
    [InlineData("http://h/", "http://h/v1/chat/completions")]
    [InlineData("HTTP://H:80/v1", "http://h/v1/chat/completions")]
    [InlineData("https://h:443", "https://h/v1/chat/completions")]
    [InlineData("https://h:8443/v1/", "https://h:8443/v1/chat/completions")]
    [InlineData("http://h/v1/", "http://h/v1/chat/completions")]
    [InlineData("http://h//v1//", "http://h/v1/chat/completions")]
    [InlineData("http://h/v1/v1", "http://h/v1/chat/completions")]
    [InlineData("http://h/v1/models", "http://h/v1/chat/completions")]
    [InlineData("http://h/openai", "http://h/openai/v1/chat/completions")]
    [InlineData("http://gw/llm/v1", "http://gw/llm/v1/chat/completions")]
    [InlineData("http://gw/llm/v1/chat/completions", "http://gw/llm/v1/chat/completions")]
    [InlineData("http://gw/a%20b/v1", "http://gw/a%20b/v1/chat/completions")]
    [InlineData("[::1]:8000", "http://[::1]:8000/v1/chat/completions")]
    [InlineData("http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions")]
    [InlineData("http://[::1]", "http://[::1]/v1/chat/completions")]
    [InlineData("http://[fe80::1%eth0]:8000", "http://[fe80::1%eth0]:8000/v1/chat/completions")]
    [InlineData("http://[fe80::1%25eth0]:8000", "http://[fe80::1%eth0]:8000/v1/chat/completions")]
    [InlineData("http://my_service:8000", "http://my_service:8000/v1/chat/completions")]
    [InlineData("http://bücher.example", "http://xn--bcher-kva.example/v1/chat/completions")]
    [InlineData("gw:8000/llm?next=http://h/", "http://gw:8000/llm/v1/chat/completions?next=http://h/")]
    public void Address_gives_the_url_requests_go_to(string text, string url)
    {
        Assert.True(TargetText.TryParse(text, out var address, out var problem), problem);
        Assert.Equal(url, address.Url.UrlOf("chat/completions"));
    }

    [Theory]
    [InlineData("http://h/v1/chat/completions", EndpointKind.Chat)]
    [InlineData("http://h/llm/v1/completions/", EndpointKind.Completions)]
    [InlineData("http://h/v1/embeddings", EndpointKind.Embeddings)]
    [InlineData("http://h/v1/messages/", EndpointKind.Messages)]
    [InlineData("http://h/v1", null)]
    public void Address_with_a_full_path_names_the_endpoint(string text, EndpointKind? endpoint)
    {
        Assert.True(TargetText.TryParse(text, out var address, out var problem), problem);
        Assert.Equal(endpoint, address.Endpoint);
    }

    [Theory]
    [InlineData("", "is empty; write http://127.0.0.1:8000")]
    [InlineData("http://", "has no host; write http://127.0.0.1:8000")]
    [InlineData("http:///v1", "has no host; write http://127.0.0.1:8000")]
    [InlineData(":8000", "has no host; write http://127.0.0.1:8000")]
    [InlineData("ftp://h", "has the scheme ftp; write http:// or https://")]
    [InlineData("htpp://h", "has the scheme htpp; write http:// or https://")]
    [InlineData("http://h/v1#top", "has a fragment; give the address without it")]
    [InlineData("http://h /v1", "has a blank or control character in it")]
    [InlineData("http://h\r\n/v1", "has a blank or control character in it")]
    [InlineData("http://h:0", "has no port between 1 and 65535 behind its colon: 0")]
    [InlineData("http://h:65536", "has no port between 1 and 65535 behind its colon: 65536")]
    [InlineData("http://h:", "has no port between 1 and 65535 behind its colon: ")]
    [InlineData("http://h:80a", "has no port between 1 and 65535 behind its colon: 80a")]
    [InlineData("http:/h/v1", "has no port between 1 and 65535 behind its colon: ")]
    [InlineData("::1", "has an IPv6 address without brackets; write http://[::1]")]
    [InlineData("http://[::1", "has no IPv6 address between its brackets; write http://[::1]:8000")]
    [InlineData("http://[h]:8000", "has no IPv6 address between its brackets; write http://[::1]:8000")]
    [InlineData("http://[fe80::1%]", "has no IPv6 address between its brackets; write http://[::1]:8000")]
    [InlineData("http://[::1]8000", "has something other than a port behind its bracket")]
    [InlineData("http://h!x", "has a host that is no name or address: h!x")]
    [InlineData("http://h/v1/chat", "names no API behind /v1: chat; give the URL without it, and the path as --endpoint /v1/chat if it is one")]
    [InlineData("http://h/chat/completions", "names an API outside /v1: /chat/completions; only paths with /v1 in front of it are served")]
    [InlineData("http://h/ü/v1", "has a path with characters beyond ASCII; write them as %XX")]
    public void Address_that_cannot_be_reached_is_refused(string text, string problem)
    {
        Assert.False(TargetText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("http://me:sesame@h:8000", "me:sesame")]
    [InlineData("me:sesame@h", "me:sesame")]
    [InlineData("http://me:ses%40me@h", "me:ses@me")]
    public void Address_with_a_user_keeps_it_out_of_the_url(string text, string credentials)
    {
        Assert.True(TargetText.TryParse(text, out var address, out var problem), problem);
        Assert.Equal(credentials, address.Credentials!.Reveal());
        Assert.DoesNotContain("ses", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://me:sesame@h:8000/v1", "http://***@h:8000/v1")]
    [InlineData("me:sesame@h", "***@h")]
    [InlineData("http://h/v1?key=sesame", "http://h/v1?***")]
    [InlineData("http://h/v1#sesame", "http://h/v1#***")]
    [InlineData("http://me:sesame@h?key=sesame@x", "http://***@h?***")]
    [InlineData("http://h/a@b", "http://h/a@b")]
    public void Address_is_shown_without_its_secrets(string text, string shown) =>
        Assert.Equal(shown, TargetText.Redact(text));

    [Theory]
    [InlineData("http://[fe80::1%eth0]:8000", "[fe80::1]:8000")]
    [InlineData("http://[::1]", "[::1]")]
    [InlineData("http://gpu7:8000", "gpu7:8000")]
    public void Host_header_has_no_scope(string text, string header)
    {
        Assert.True(TargetText.TryParse(text, out var address, out _));
        Assert.Equal(header, address.Url.HostHeader);
    }

    [Fact]
    public void Address_of_any_text_gives_no_exception_and_no_double_slash_in_its_path() =>
        CsCheck.Check.Sample(CsCheck.Gen.String["htp:/[]v1%@?#.a8 é"], text =>
        {
            _ = TargetText.Redact(text);
            return !TargetText.TryParse(text, out var address, out _) || !address.Url.PathOf("completions").Split('?')[0].Contains("//", StringComparison.Ordinal);
        });
}
