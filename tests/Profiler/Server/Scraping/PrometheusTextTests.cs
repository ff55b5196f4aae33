using System.Text;
using CsCheck;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Server.Scraping;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("a 1", "a", "", 1)]
    [InlineData("a{} 1", "a", "", 1)]
    [InlineData("  a  2 ", "a", "", 2)]
    [InlineData("a\t3", "a", "", 3)]
    [InlineData("a:b_c9{x=\"y\"} 4.5e-3", "a:b_c9", "x=\"y\"", 0.0045)]
    [InlineData("a{x=\"y\",} 1", "a", "x=\"y\",", 1)]
    [InlineData("a { x = \"y\" } 1", "a", " x = \"y\" ", 1)]
    [InlineData("a{x=\"}\"} 1", "a", "x=\"}\"", 1)]
    [InlineData("a{x=\"\\\"}\"} 1", "a", "x=\"\\\"}\"", 1)]
    [InlineData("a{x=\"\\\\\"} 1", "a", "x=\"\\\\\"", 1)]
    [InlineData("a 1 1395066363000", "a", "", 1)]
    [InlineData("a{x=\"y\"} 1 1395066363.5", "a", "x=\"y\"", 1)]
    [InlineData("a_bucket{le=\"0.1\"} 8 # {trace_id=\"x\"} 0.05 1.7e9", "a_bucket", "le=\"0.1\"", 8)]
    [InlineData("a +Inf", "a", "", double.PositiveInfinity)]
    [InlineData("a -Inf", "a", "", double.NegativeInfinity)]
    [InlineData("a inf", "a", "", double.PositiveInfinity)]
    [InlineData("a NaN", "a", "", double.NaN)]
    [InlineData("a -1", "a", "", -1)]
    [InlineData("\uFEFFa 1", "a", "", 1)]
    public void Sample_is_read(string line, string name, string labels, double value)
    {
        foreach (var page in new[] { line, line + "\n", line + "\r\n", "# HELP a {\n\n" + line + "\n# EOF\n" })
        {
            var text = new PrometheusText(Encoding.UTF8.GetBytes(line.StartsWith('\uFEFF') ? line : page));
            Assert.True(text.Read(), page);
            Assert.Equal((name, labels, value), (Encoding.UTF8.GetString(text.Name), Encoding.UTF8.GetString(text.Labels), text.Value));
            Assert.False(text.Read());
            Assert.Equal(0, text.Broken);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a b")]
    [InlineData("a{x=\"y\" 1")]
    [InlineData("a{x=\"y\"}")]
    [InlineData("9a 1")]
    [InlineData("a-b 1")]
    [InlineData("<html><body>1</body></html>")]
    [InlineData("{\"error\": 1}")]
    [InlineData("a 1.2.3")]
    public void Line_that_is_no_sample_is_counted_and_passed_over(string line)
    {
        var text = new PrometheusText(Encoding.UTF8.GetBytes(line + "\nb 2\n"));
        Assert.True(text.Read());
        Assert.Equal("b", Encoding.UTF8.GetString(text.Name));
        Assert.Equal(1, text.Broken);
    }

    [Theory]
    [InlineData("x=\"1\",y=\"2\"", "y", "2")]
    [InlineData("x=\"1\", y = \"2\" ,", "y", "2")]
    [InlineData("x=\"a=\\\"b\\\",y=\\\"c\\\"\",y=\"2\"", "y", "2")]
    [InlineData("x=\"a\\\\b\\nc\\q\"", "x", "a\\b\nc\\q")]
    [InlineData("x=\"\"", "x", "")]
    [InlineData("x=\"ä€\"", "x", "ä€")]
    [InlineData("x=\"1\"", "y", null)]
    [InlineData("x=1,y=\"2\"", "y", null)]
    [InlineData("x=\"1", "x", null)]
    public void Label_is_found_and_unescaped(string labels, string name, string? value)
    {
        var text = new PrometheusText(Encoding.UTF8.GetBytes($"a{{{labels}}} 1"));
        if (text.Read())
            Assert.Equal(value, text.Label(Encoding.UTF8.GetBytes(name)));
        else
            Assert.Null(value);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var text = Gen.Select(Gen.Char["abcz_:"].Array[1, 8], Gen.Char["a\\\"\n{}=, €"].Array[0, 8], Gen.Double).List[0, 20];
        text.Sample(samples =>
        {
            var page = new StringBuilder();
            foreach (var (name, label, value) in samples)
                page.Append(name).Append("{l=\"").Append(Escaped(new string(label))).Append("\"} ").Append(Written(value)).Append('\n');
            var reader = new PrometheusText(Encoding.UTF8.GetBytes(page.ToString()));
            foreach (var (name, label, value) in samples)
            {
                Assert.True(reader.Read());
                Assert.Equal((new string(name), new string(label), value), (Encoding.UTF8.GetString(reader.Name), reader.Label("l"u8), reader.Value));
            }
            Assert.False(reader.Read());
        });

        static string Escaped(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

        static string Written(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Any_bytes_are_walked_to_their_end()
    {
        var likely = Encoding.UTF8.GetBytes("vllm:num_requests_running{engine=\"0\"} 1.0\n# \\\r\t,+Inf_bucketle");
        Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[0, likely.Length - 1].Select(at => likely[at]).Array[0, 200]).Sample(bytes =>
        {
            var text = new PrometheusText(bytes);
            var samples = 0;
            while (text.Read())
            {
                samples++;
                _ = text.Label("le"u8);
                _ = text.SeriesHash;
            }
            Assert.True(samples + text.Broken <= bytes.Count(one => one == '\n') + 1);
            _ = ServerPage.Read(bytes, out _);
        });
    }

    [Fact]
    public void Page_of_a_real_server_with_any_byte_changed_is_read()
    {
        var page = MetricsData.Bytes("vllm-v1.txt");
        Gen.Select(Gen.Int[0, page.Length - 1], Gen.Byte, Gen.Int[0, page.Length]).Sample((at, value, length) =>
        {
            var changed = page.ToArray();
            changed[at] = value;
            _ = ServerPage.Read(changed.AsSpan(0, length), out _);
            _ = VllmStream.Profiling.Server.Gpu.ExporterPage.Read(changed.AsSpan(0, length), 0);
        }, iter: 500);
    }
}
