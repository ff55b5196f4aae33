using System.Text;
using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Tests.Profiler.Exporting;

/// <summary>A sample of a page, as our parser of other servers' pages reads it.</summary>
internal sealed record PageSample(string Name, double Value, string? Group, string? Result, string? Le, string? Word)
{
    public static List<PageSample> Read(string page)
    {
        var samples = new List<PageSample>();
        var text = new PrometheusText(Encoding.UTF8.GetBytes(page));
        while (text.Read())
        {
            samples.Add(new PageSample(
                Encoding.UTF8.GetString(text.Name), text.Value, text.Label("group"u8), text.Label("result"u8), text.Label("le"u8),
                text.Label("outcome"u8) ?? text.Label("source"u8) ?? text.Label("phase"u8) ?? text.Label("kind"u8)));
        }

        Assert.Equal(0, text.Broken);
        return samples;
    }
}
