using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>The comparison in the text of a check.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Operator">What it asks; of <c>=</c> at most, for what is never below 0.</param>
internal sealed record CheckSign(string Text, int At, ComparisonOperator Operator)
{
    private const string Every = "<, <=, > or >=";

    private static readonly SearchValues<char> Characters = SearchValues.Create("<>=!≤≥≠≦≧⩽⩾＜＞＝！");

    private static readonly SearchValues<char> WithEqual = SearchValues.Create("=≤≦⩽≥≧⩾＝");

    /// <summary>True for <c>=</c> and <c>==</c>.</summary>
    public bool IsEqual => Text[0] == '=';

    /// <summary>Where the limit begins.</summary>
    public int End => At + Text.Length;

    /// <summary>The sign that means the same with its sides changed.</summary>
    public string Mirrored => Text switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => Text };

    /// <summary>Finds it; false with a problem for one that is none, and for a second one. False without a problem where there is none at all.</summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out CheckSign? sign, out string? problem)
    {
        (sign, problem) = (null, null);
        var from = text.AsSpan().IndexOfAny(Characters);
        if (from < 0)
            return false;
        var to = EndOfRun(text, from);
        var next = to + text.AsSpan(to).IndexOfAnyExcept(' ');
        // What stands together but for blanks was meant as one sign.
        if (next > to && Characters.Contains(text[next]))
            to = EndOfRun(text, next);
        var written = text[from..to];
        if (written is not ("<" or "<=" or ">" or ">=" or "=" or "=="))
        {
            problem = CheckProblem.At(written, $"no comparison; write {Meant(written)}");
            return false;
        }

        if (text.AsSpan(to).IndexOfAny(Characters) is var second and >= 0)
        {
            problem = CheckProblem.At(text[(to + second)..], "a second comparison; give each limit a --check of its own");
            return false;
        }

        sign = new CheckSign(written, from, written[0] == '=' ? ComparisonOperator.LessOrEqual : ComparisonText.Read(written));
        return true;
    }

    private static int EndOfRun(string text, int from)
    {
        var length = text.AsSpan(from).IndexOfAnyExcept(Characters);
        return length < 0 ? text.Length : from + length;
    }

    private static string Meant(string written)
    {
        var isLess = written.AsSpan().ContainsAny("<≤≦⩽＜");
        var isGreater = written.AsSpan().ContainsAny(">≥≧⩾＞");
        if (isLess == isGreater || written.AsSpan().ContainsAny("!≠！"))
            return Every;
        var hasEqual = written.AsSpan().ContainsAny(WithEqual);
        return (isLess ? "<" : ">") + (hasEqual ? "=" : "");
    }
}
