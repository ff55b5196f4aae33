using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>A script and which requests get it: SCRIPT for all, SCRIPT@5% for a share, SCRIPT@#3 for the third one only.</summary>
/// <param name="Script">The script.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Request">The number of the one request, from 1; null = it is drawn.</param>
internal sealed record FaultShare(FaultScript Script, double Probability, long? Request = null)
{
    /// <exception cref="FaultSyntaxException">It cannot be read.</exception>
    public static FaultShare Read(string text)
    {
        var at = text.LastIndexOf('@');
        // An @ inside the parentheses of a recipe is a time.
        if (at < 0 || at < text.LastIndexOf(')')) return new FaultShare(FaultScriptReader.Read(text), 1);
        var share = text[(at + 1)..].Trim();
        if (share.StartsWith('#') && long.TryParse(share[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var request) && request > 0)
            return new FaultShare(FaultScriptReader.Read(text[..at]), 0, request);
        if (!share.EndsWith('%') || !double.TryParse(share[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is <= 0 or > 100)
            throw new FaultSyntaxException(text, at, $"behind @ stands a share of the requests, such as @5%, or the number of one, such as @#3, not {(share.Length == 0 ? "nothing" : share)}");
        return new FaultShare(FaultScriptReader.Read(text[..at]), percent / 100);
    }
}
