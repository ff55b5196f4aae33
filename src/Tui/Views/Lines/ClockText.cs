namespace VllmStream.Tui.Views.Lines;

/// <summary>A time that runs: 01:24, 1:02:03. Whole seconds that are over.</summary>
internal static class ClockText
{
    /// <summary>Text of a time in ms.</summary>
    public static string Of(double ms)
    {
        var span = TimeSpan.FromMilliseconds(ms);
        return span.TotalHours < 1 ? $"{span.Minutes:00}:{span.Seconds:00}" : $"{(long)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}";
    }
}
