using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Tokens;

/// <summary>One way to cut text before its pieces are looked up.</summary>
/// <param name="Expression">What matches is a piece.</param>
/// <param name="KeepsGaps">True when what lies between two matches is a piece as well, false when it is dropped.</param>
internal sealed record SplitRule(Regex Expression, bool KeepsGaps = true)
{
    // An expression of somebody's file may be one that never ends; a real one needs microseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The rule of an expression.</summary>
    /// <exception cref="ArgumentException">It is none, or none that .NET knows.</exception>
    public static SplitRule Of(string expression, bool keepsGaps = true) =>
        new(new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, Patience), keepsGaps);
}
