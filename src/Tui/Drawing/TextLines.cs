using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Drawing;

/// <summary>Breaks texts to a width.</summary>
internal static class TextLines
{
    /// <summary>Its lines, at least one.</summary>
    public static IEnumerable<string> Of(string text, int width)
    {
        while (TextWidth.Of(text) > width && width > 0)
        {
            (var head, text) = TextWidth.Break(text, width);
            yield return head;
        }
        yield return text;
    }
}
