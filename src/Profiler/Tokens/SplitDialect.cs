namespace VllmStream.Profiling.Tokens;

/// <summary>Finds what tokenizers' expressions (Oniguruma's, in the main) and .NET's both take and mean otherwise; what .NET does not take it says itself. Pure.</summary>
internal static class SplitDialect
{
    /// <summary>What in an expression would match otherwise; null when nothing is known to.</summary>
    public static string? DifferenceIn(string expression)
    {
        // Stand-ins are of the same category, and no more than that.
        if (BasicPlane.IsLeft(expression))
            return "characters beyond the basic plane";
        for (var at = 0; at < expression.Length; at++)
        {
            switch (expression[at])
            {
                case '\\':
                    at++;
                    break;
                // There they are at every line, here at the text's ends.
                case '^' or '$':
                    return "an anchor";
                case '[':
                    if (DifferenceInClass(expression, ref at) is { } difference)
                        return difference;
                    break;
            }
        }
        return null;
    }

    // From the bracket that opens a class to the one that closes it.
    private static string? DifferenceInClass(string expression, ref int at)
    {
        at++;
        if (at < expression.Length && expression[at] == '^')
            at++;
        for (var first = at; at < expression.Length && (expression[at] != ']' || at == first); at++)
        {
            if (expression[at] == '\\')
                at++;
            else if (expression[at] == '[')
                return "a class within a class";
            else if (expression.AsSpan(at).StartsWith("&&"))
                return "an intersection of classes";
        }
        return null;
    }
}
