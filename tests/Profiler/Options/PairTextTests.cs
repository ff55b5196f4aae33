using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class PairTextTests
{
    [Theory]
    [InlineData("X-Team: gpu", "X-Team", "gpu")]
    [InlineData("X-Team:gpu", "X-Team", "gpu")]
    [InlineData("X-Team=gpu", "X-Team", "gpu")]
    [InlineData("X-Empty:", "X-Empty", "")]
    [InlineData("Authorization: Bearer a=b:c", "Authorization", "Bearer a=b:c")]
    [InlineData("x-info=a:b", "x-info", "a:b")]
    public void Header_is_read(string text, string name, string value)
    {
        Assert.True(HeaderText.TryParse(text, out var header, out var problem), problem);
        Assert.Equal((name, value), (header.Name, header.Value.Reveal()));
    }

    [Theory]
    [InlineData("sesame", "has no name; write 'Name: value'")]
    [InlineData(": sesame", "has no name; write 'Name: value'")]
    [InlineData("X Team: sesame", "has a name with characters that no header has; write 'Name: value'")]
    [InlineData("X-Team: sesame\r\nEvil: 1", "has a value of X-Team with line breaks or characters beyond ASCII")]
    [InlineData("X-Team: sesämé", "has a value of X-Team with line breaks or characters beyond ASCII")]
    [InlineData("content-length: 5", "sets content-length, which the client writes itself")]
    [InlineData("Transfer-Encoding: chunked", "sets Transfer-Encoding, which the client writes itself")]
    public void Header_that_cannot_be_sent_is_refused_without_its_value(string text, string problem)
    {
        Assert.False(HeaderText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
        Assert.DoesNotContain("sesam", actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commit=1a2b", "commit", "1a2b")]
    [InlineData("note=a=b", "note", "a=b")]
    [InlineData("empty=", "empty", "")]
    public void Tag_is_read(string text, string key, string value)
    {
        Assert.True(TagText.TryParse(text, out var tag, out var problem), problem);
        Assert.Equal(new KeyValuePair<string, string>(key, value), tag);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("=1a2b")]
    public void Tag_without_key_or_sign_is_refused(string text)
    {
        Assert.False(TagText.TryParse(text, out _, out var problem));
        Assert.Equal("has no key or no =; write commit=1a2b3c", problem);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{\"top_k\": 20}", null)]
    [InlineData("[1]", "is JSON but no object; write '{\"top_k\": 20}'")]
    [InlineData("5", "is JSON but no object; write '{\"top_k\": 20}'")]
    [InlineData("{\"top_k\": }", "is no JSON at character 11; write '{\"top_k\": 20}'")]
    [InlineData("", "is no JSON at character 1; write '{\"top_k\": 20}'")]
    public void Extra_body_is_a_JSON_object(string text, string? problem)
    {
        Assert.Equal(problem is null, ExtraBodyText.TryParse(text, out var actual));
        Assert.Equal(problem, actual);
    }
}
