using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Tests.Profiler.Server;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("http://b:9/v1/chat/completions", "http://b:9", "")]
    [InlineData("HTTP://B:9/v1/chat/completions", "http://b:9", "")]
    [InlineData("https://a:8000/llm/v1/chat/completions", "https://a:8000/llm", "")]
    [InlineData("https://b/v1/chat/completions?token=x#top", "https://b", "")]
    [InlineData("http://me:sesame@b/v1/chat/completions", "http://b", "")]
    [InlineData("http://[::1]:9/v1/chat/completions", "http://[::1]:9", "")]
    [InlineData("http://b//v1/chat/completions", "http://b", "")]
    [InlineData("//b/v1/chat/completions", "http://b", "")]
    [InlineData("/v1/chat/completions/", "http://a:8000", "/")]
    [InlineData("completions/", "http://a:8000", "/")]
    [InlineData("/other/v1/chat/completions", "http://a:8000/other", "")]
    [InlineData("../../../x/../y/v1/chat/completions", "http://a:8000/y", "")]
    [InlineData("  http://b/v1/chat/completions ", "http://b", "")]
    public void Location_leads_to_a_server(string location, string root, string tail)
    {
        var to = Redirected(location).To;
        Assert.NotNull(to);
        Assert.Equal((root, "?version=1"), (to.Root, to.Query));
        Assert.Equal($"{root}/v1/chat/completions{tail}?version=1", to.UrlOf("chat/completions"));
        // What one endpoint wants says nothing of the others.
        Assert.Equal($"{root}/tokenize?version=1", to.UrlOf("/tokenize"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("http://b/login", "http://b/login")]
    [InlineData("http://b", "http://b/")]
    [InlineData("/login?next=/v1/chat/completions", "http://a:8000/login")]
    [InlineData("http://b/v1/chat/completions/more", "http://b/v1/chat/completions/more")]
    [InlineData("ftp://b/v1/chat/completions", null)]
    [InlineData("mailto:someone", null)]
    [InlineData("http://:0/v1/chat/completions", null)]
    public void Location_that_leads_to_no_server_is_named_where_it_can_be(string? location, string? address)
    {
        var redirect = Redirected(location);
        Assert.Null(redirect.To);
        Assert.Equal(address, redirect.Address);
    }

    [Theory]
    [InlineData("/other/v1/chat/completions", false)]
    [InlineData("http://a:8000/v1/chat/completions", false)]
    [InlineData("http://A:8000/v1/chat/completions", false)]
    [InlineData("/\\b/v1/chat/completions", false)]
    [InlineData("https://a:8000/v1/chat/completions", true)]
    [InlineData("http://a:8001/v1/chat/completions", true)]
    [InlineData("http://a/v1/chat/completions", true)]
    [InlineData("http://a.b:8000/v1/chat/completions", true)]
    [InlineData("http://a:8000@b/v1/chat/completions", true)]
    public void Origin_is_scheme_host_and_port(string location, bool leaves) => Assert.Equal(leaves, Redirected(location).LeavesOrigin);

    [Theory]
    [InlineData(301, true, false)]
    [InlineData(302, true, false)]
    [InlineData(303, true, false)]
    [InlineData(307, true, true)]
    [InlineData(308, true, true)]
    [InlineData(301, false, true)]
    [InlineData(303, false, true)]
    public void Method_and_body_are_kept_by_some(int status, bool isPost, bool keeps)
    {
        Assert.True(Redirect.Is(status));
        Assert.Equal(keeps, new Redirect(From, "models", status, "/") { IsPost = isPost }.KeepsMethod);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(305)]
    public void Other_statuses_send_nowhere(int status) => Assert.False(Redirect.Is(status));

    [Fact]
    public void Path_of_its_own_is_found_again() =>
        Assert.Equal("http://b/x", new Redirect(From, "/health", 307, "http://b/x/health").To?.Root);

    [Theory]
    [InlineData("http://b/v1/chat/completions?key=sesame-street", "redirects to http://b/v1/chat/completions, which the load does not follow; try: http://b")]
    [InlineData("/v1/chat/completions/", "redirects to http://a:8000/v1/chat/completions/, which the load does not follow")]
    [InlineData(null, "redirects without a usable Location")]
    public void Record_says_where_to(string? location, string text) => Assert.Equal(text, Redirected(location).NotFollowed);

    private static readonly TargetUrl From = new("http", "a", 8000, "") { Query = "?version=1" };

    private static Redirect Redirected(string? location) => new(From, "chat/completions", 307, location) { IsPost = true };
}
