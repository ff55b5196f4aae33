using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>A script and which requests get it: SCRIPT for all, SCRIPT@5% for a share, SCRIPT@#3 for the third one only, SCRIPT@#3..9 for those from the third to the ninth.</summary>
/// <param name="Script">The script.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="First">The number of the first request that gets it, from 1; null = it is drawn.</param>
/// <param name="Last">That of the last one; null = it is drawn.</param>
internal sealed record FaultShare(FaultScript Script, double Probability, long? First = null, long? Last = null)
{
    private const string Range = "..";

    /// <summary>True when a request is one of those that were counted out.</summary>
    public bool IsFor(long number) => number >= First && number <= Last;

    /// <exception cref="FaultSyntaxException">It cannot be read.</exception>
    public static FaultShare Read(string text)
    {
        var at = text.LastIndexOf('@');
        // An @ inside the parentheses of a recipe is a time.
        if (at < 0 || at < text.LastIndexOf(')')) return new FaultShare(FaultScriptReader.Read(text), 1);
        var share = text[(at + 1)..].Trim();
        if (share.StartsWith('#') && TryNumbers(share[1..], out var first, out var last)) return new FaultShare(FaultScriptReader.Read(text[..at]), 0, first, last);
        if (!share.EndsWith('%') || !double.TryParse(share[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is <= 0 or > 100)
            throw new FaultSyntaxException(text, at, $"behind @ stands a share of the requests, such as @5%, or the number of one, such as @#3, or of some, such as @#3..9, not {(share.Length == 0 ? "nothing" : share)}");
        return new FaultShare(FaultScriptReader.Read(text[..at]), percent / 100);
    }

    private static bool TryNumbers(string text, out long first, out long last)
    {
        var range = text.IndexOf(Range, StringComparison.Ordinal);
        var (from, to) = range < 0 ? (text, text) : (text[..range], text[(range + Range.Length)..]);
        last = 0;
        return long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out first) && first > 0
            && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out last) && last >= first;
    }
}
