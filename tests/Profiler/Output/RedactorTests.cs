using System.Text;
using CsCheck;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class RedactorTests
{
    private const string Key = "sk-9f8e7d6c5b4a/3210+x";
    private static readonly Redactor Redactor = Redactor.Of(new RunOptions
    {
        Target = new TargetUrl("http", "h", 80, "") { Query = "?v=2&sub%2Dkey=azure-1234-abcd" },
        Connection = new ConnectionOptions
        {
            ApiKey = new Secret(Key),
            Headers = [new HeaderOption("Authorization", new Secret("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user:open sesame"))))],
            Proxy = new Uri("http://me:p%40ss-word@proxy:3128"),
        },
    });

    [Theory]
    [InlineData("invalid key sk-9f8e7d6c5b4a/3210+x given", "invalid key *** given")]
    [InlineData("sk-9f8e7d6c5b4a%2F3210%2Bx", "***")]
    [InlineData("sk-9f8e7d6c5b4a%2f3210%2bx", "***")]
    [InlineData("sk-9f8e7d6c5b4a/3210\\u002Bx", "***")]
    [InlineData("password open sesame", "password ***")]
    [InlineData("proxy said p@ss-word", "proxy said ***")]
    [InlineData("GET http://admin:hunter2@host/v1", "GET http://***@host/v1")]
    [InlineData("GET /v1?api_key=abc123&x=1", "GET /v1?api_key=***&x=1")]
    [InlineData("/v1?x=1&token=abc123", "/v1?x=1&token=***")]
    [InlineData("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer ***")]
    [InlineData("no subscription azure-1234-abcd here", "no subscription *** here")]
    [InlineData("nothing to hide: 12 tokens, max_tokens=80", "nothing to hide: 12 tokens, max_tokens=80")]
    public void Redactor_replaces_secrets_in_every_form(string text, string cleaned) => Assert.Equal(cleaned, Redactor.Clean(text));

    [Theory]
    [InlineData("...cut off at sk-9f8e7d", "...cut off at ***")]
    [InlineData("4a/3210+x was the key", "*** was the key")]
    public void Redactor_replaces_the_part_of_a_secret_at_the_end_of_a_capped_text(string text, string cleaned) => Assert.Equal(cleaned, Redactor.Clean(text));

    [Fact]
    public void Redactor_any_secret_in_any_text_is_gone() =>
        Gen.Select(Gen.String[4, 30], Gen.String[0, 40], Gen.String[0, 40]).Where((secret, before, after) => !"***".Contains(secret, StringComparison.Ordinal))
            .Sample((secret, before, after) =>
            {
                var cleaned = new Redactor([secret]).Clean(before + secret + after);
                return !cleaned.Contains(secret, StringComparison.Ordinal) || secret.Contains("***", StringComparison.Ordinal);
            });

    [Fact]
    public void Redactor_cleaning_twice_changes_nothing_more() =>
        Gen.Select(Gen.String[4, 30], Gen.String[0, 80]).Sample((secret, text) =>
        {
            var redactor = new Redactor([secret]);
            var once = redactor.Clean(text + secret);
            return secret.Contains('*') || once == redactor.Clean(once);
        });

    [Theory]
    [InlineData("a.")]
    [InlineData("a://")]
    [InlineData("api_key=")]
    [InlineData("Bearer ")]
    [InlineData("@x=")]
    public void Redactor_long_hostile_text_takes_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000)) + "@ =";

        Assert.NotEqual("***", Redactor.Clean(text));
    }

    [Fact]
    public void Redactor_clean_text_stays_the_same_instance()
    {
        const string Text = "nothing here";

        Assert.Same(Text, Redactor.Clean(Text));
    }
}
