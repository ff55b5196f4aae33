using System.Text;
using VllmStream.Profiling.Api;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>Compares everything that two readings of one event say.</summary>
internal static class FactsComparison
{
    public static void Equal(in ChunkFacts expected, in ChunkFacts actual, byte[] data)
    {
        var (walk, other) = (Text(expected), Text(actual));
        Assert.True(walk == other, $"{Encoding.Latin1.GetString(data)}\nwalk  {walk}\nother {other}");
    }

    private static string Text(in ChunkFacts facts)
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{facts.Kind} {facts.Generated} {facts.HasChoices} {facts.HasUsage} {facts.NotStrict} {facts.InvalidUtf8} {facts.RoleOnly} {facts.Error}");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $" usage {facts.Usage.Prompt} {facts.Usage.Completion} {facts.Usage.Cached} {facts.Usage.Reasoning}");
        for (var i = 0; i < facts.ChoiceCount; i++)
        {
            ref readonly var c = ref facts.Choice(i);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" | {c.Index} {c.Generated} {c.HasRole} {c.FinishReason} {c.TokenIds}");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" {c.TextStart} {c.TextBytes} {c.TextPrefix} {c.ReasoningStart} {c.ReasoningBytes}");
        }
        return text.ToString();
    }
}
