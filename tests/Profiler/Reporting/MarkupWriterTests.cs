using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class MarkupWriterTests
{
    [Theory]
    [InlineData("a < b & c > d", "a &lt; b &amp; c &gt; d")]
    [InlineData("\"'", "&quot;&#39;")]
    [InlineData("</script><img onerror>", "&lt;/script&gt;&lt;img onerror&gt;")]
    [InlineData("tab\tbell\u0007nul\0", "tab bell\uFFFDnul\uFFFD")]
    [InlineData("right\u202Eto left\u2066", "right\uFFFDto left\uFFFD")]
    [InlineData("ü 你好 😀", "ü 你好 😀")]
    [InlineData(null, "")]
    public void Text_is_escaped(string? text, string markup) => Assert.Equal(markup, new MarkupWriter().Text(text).ToString());

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\uFFFDb", new MarkupWriter().Text("a\ud83db").ToString());

    [Fact]
    public void Element_closes_what_it_opens() =>
        Assert.Equal("<td class=\"n\">&lt;</td>", new MarkupWriter().Element("td class=\"n\"", "<").ToString());
}
