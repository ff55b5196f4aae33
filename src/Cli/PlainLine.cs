namespace VllmStream.Cli;

/// <summary>Text of others as one line: a line break or an escape sequence in it must neither break the line nor drive the terminal.</summary>
internal static class PlainLine
{
    /// <summary>The text with blanks for control characters; the same instance when there are none.</summary>
    internal static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text;
}
