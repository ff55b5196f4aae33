namespace VllmStream.Profiling.Options;

/// <summary>What is wrong with a check: where, what, and behind a semicolon what would be right.</summary>
internal static class CheckProblem
{
    /// <summary>At a part of its text.</summary>
    /// <param name="part">As it stands there.</param>
    /// <param name="what">What is wrong; what would be right.</param>
    public static string At(string part, string what) => $"at \"{part.Trim()}\": {what}";

    /// <summary>Where something is missing before the rest.</summary>
    public static string AtBeginning(string what) => $"at the beginning: {what}";

    /// <summary>Where something is missing after the rest.</summary>
    public static string AtEnd(string what) => $"at the end: {what}";

    /// <summary>A name that is none.</summary>
    public static string Unknown(string word, string kind, IReadOnlyList<string> names) =>
        At(word, NearestName.Of(word, names) is { } nearest ? $"no {kind}; nearest: {nearest}" : $"no {kind}; it can be {string.Join(", ", names)}");
}
