namespace VllmStream.Profiling.Metrics;

/// <summary>The four verdicts in capitals, on screen and in the summary line.</summary>
public static class VerdictText
{
    /// <summary>Text of a verdict.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "VALID",
        Verdict.NotValid => "NOT VALID",
        Verdict.Interrupted => "INTERRUPTED",
        _ => "FAILED",
    };

    /// <summary>Verdict of a text; one that a newer version invented counts as FAILED.</summary>
    public static Verdict Parse(string text) => text switch
    {
        "VALID" => Verdict.Valid,
        "NOT VALID" => Verdict.NotValid,
        "INTERRUPTED" => Verdict.Interrupted,
        _ => Verdict.Failed,
    };
}
