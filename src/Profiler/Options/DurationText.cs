using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Options;

/// <summary>Times as users write them: <c>500ms</c>, <c>1.5s</c>, <c>1m30s</c>. Grammar: (number unit)+, unit = us | ms | s | m | h, large units first.</summary>
public static class DurationText
{
    // In the order they must come in; ms stands before m because the longer unit is tried first.
    private static readonly (string Unit, int Rank, double Seconds)[] Units =
        [("us", 4, 1e-6), ("µs", 4, 1e-6), ("ms", 3, 1e-3), ("s", 2, 1), ("m", 1, 60), ("h", 0, 3600)];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The longest time there is: 24 days, for a timer of .NET counts its milliseconds in 31 bits.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(24);

    /// <summary>Reads a time; a bare number is refused, because every tool means another unit by it. Only 0 needs none.</summary>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        if (IsBareNumber(text))
        {
            problem = text == "0" ? null : $"has no unit; write {text}ms, {text}s or {text}m";
            return problem is null;
        }

        problem = !TryReadSeconds(text, out var seconds) ? "is no time; write 500ms, 30s, 5m or 1m30s"
            : seconds > Longest.TotalSeconds ? $"is too long; the most is {Format(Longest)}"
            : null;
        if (problem is not null)
            return false;
        value = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>True for what is written as a time, however long.</summary>
    internal static bool IsTime(string text) => TryReadSeconds(text, out _);

    /// <summary>True for digits with at most one point.</summary>
    public static bool IsBareNumber(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c == '.')
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    /// <summary>The shortest way to write a time: <c>1m30s</c>, <c>500ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan time)
    {
        if (time < TimeSpan.FromMilliseconds(1) && time > TimeSpan.Zero)
            return $"{time.TotalMicroseconds:0.#}us";
        if (time < TimeSpan.FromSeconds(1) && time > TimeSpan.Zero)
            return $"{time.TotalMilliseconds:0.###}ms";
        var text = new StringBuilder();
        if (time.TotalHours >= 1)
            text.Append($"{(long)time.TotalHours}h");
        if (time.Minutes > 0)
            text.Append($"{time.Minutes}m");
        var seconds = time.TotalSeconds - (Math.Floor(time.TotalMinutes) * 60);
        if (seconds >= 0.0005 || text.Length == 0)
            text.Append($"{seconds:0.###}s");
        return text.ToString();
    }

    private static bool TryReadSeconds(string text, out double seconds)
    {
        seconds = 0;
        var rest = text.AsSpan();
        var lastRank = -1;
        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var amount, out var rank, out var unitSeconds) || rank <= lastRank)
                return false;
            lastRank = rank;
            seconds += amount * unitSeconds;
        }
        return lastRank >= 0;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out double amount, out int rank, out double unitSeconds)
    {
        (rank, unitSeconds) = (0, 0);
        var digits = rest.IndexOfAnyExcept(NumberCharacters);
        if (digits <= 0)
        {
            amount = 0;
            return false;
        }

        if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount))
            return false;
        rest = rest[digits..];
        foreach (var unit in Units)
        {
            if (!rest.StartsWith(unit.Unit, StringComparison.Ordinal))
                continue;
            (rank, unitSeconds) = (unit.Rank, unit.Seconds);
            rest = rest[unit.Unit.Length..];
            return true;
        }

        return false;
    }
}
