using System.Text;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Metrics;

/// <summary>Makes the example that stands beside a count of failures.</summary>
internal static class FailureExample
{
    /// <summary>Enough for the longest line a summary draws, and for a person to find the text in a server's log.</summary>
    private const int MaxLength = 160;

    /// <summary>One line: the server's words in quotes, our own without.</summary>
    public static string? Of(RequestRecord record, Func<string, string> redact)
    {
        var text = record.Error?.Message is { Length: > 0 } message ? OneLine(redact(message)) : null;
        if (text is not null && IsServerText(record.Outcome) && !Redirect.Is(record.HttpStatus ?? 0))
            text = $"\"{text}\"";
        text ??= record.Error?.Kind;
        if (record.Outcome == Outcome.HttpError && record.HttpStatus is { } status)
            text = text is null ? $"{status}" : $"{status} {text}";
        if (record.RetryAfterSeconds is { } seconds)
            text = $"{(text is null ? "" : text + ", ")}retry after {seconds:0.###} s";
        return text;
    }

    private static bool IsServerText(Outcome outcome) =>
        outcome is Outcome.HttpError or Outcome.RateLimited or Outcome.ErrorInband or Outcome.ErrorInbandPartial;

    // Server texts may hold line ends and terminal escapes; neither may reach a screen.
    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = line.Length > 0;
                continue;
            }

            if (line.Length >= MaxLength)
                return line.Append("...").ToString();
            if (space)
                line.Append(' ');
            space = false;
            line.Append(rune);
        }

        return line.ToString();
    }
}
