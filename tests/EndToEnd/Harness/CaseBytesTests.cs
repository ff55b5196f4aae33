using System.Text;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

[Trait("case", "harness")]
public sealed class CaseBytesTests
{
    [Fact]
    public void Events_are_json_behind_data()
    {
        byte[][] events = [CaseBytes.R(), CaseBytes.C("a\"\\\n\u2028"), CaseBytes.F(), CaseBytes.U(5, 3, reasoning: 1, cached: 2), CaseBytes.E("m"), CaseBytes.T("x", "stop")];
        foreach (var bytes in events)
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.StartsWith("data: {", text, StringComparison.Ordinal);
            Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
            using var _ = JsonDocument.Parse(text[6..]);
        }
    }

    [Fact]
    public void Content_with_line_separator_stays_raw()
    {
        Assert.Contains("Hello\u2028World", Encoding.UTF8.GetString(CaseBytes.C("Hello\u2028World")), StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_file_is_read_up_to_its_last_line_end()
    {
        var file = RunFile.Parse("{\"type\":\"note\",\"seq\":0,\"code\":\"x\"}\n{\"type\":\"req");
        Assert.Single(file.Lines);
        Assert.False(file.HasSummary);
        Assert.True(file.HasNote("x"));
    }
}
