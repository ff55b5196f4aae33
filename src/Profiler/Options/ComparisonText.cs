namespace VllmStream.Profiling.Options;

/// <summary>How comparisons are written.</summary>
public static class ComparisonText
{
    /// <summary>The sign.</summary>
    public static string Format(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    internal static ComparisonOperator Read(string sign) => sign switch
    {
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        _ => ComparisonOperator.GreaterOrEqual,
    };
}
