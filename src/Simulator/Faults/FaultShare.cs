using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>A script and the share of requests that get it, written as SCRIPT or SCRIPT@5%.</summary>
/// <param name="Script">The script.</param>
/// <param name="Probability">From 0 to 1.</param>
internal sealed record FaultShare(FaultScript Script, double Probability)
{
    /// <exception cref="FaultSyntaxException">It cannot be read.</exception>
    public static FaultShare Read(string text)
    {
        var at = text.LastIndexOf('@');
        // An @ inside the parentheses of a recipe is a time.
        if (at < 0 || at < text.LastIndexOf(')')) return new FaultShare(FaultScriptReader.Read(text), 1);
        var share = text[(at + 1)..].Trim();
        if (!share.EndsWith('%') || !double.TryParse(share[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is <= 0 or > 100)
            throw new FaultSyntaxException(text, at, $"behind @ stands the share of requests, such as @5%, not {(share.Length == 0 ? "nothing" : share)}");
        return new FaultShare(FaultScriptReader.Read(text[..at]), percent / 100);
    }
}
