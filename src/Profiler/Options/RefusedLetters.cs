namespace VllmStream.Profiling.Options;

/// <summary>Letters that other tools gave different meanings: guessing one would silently run another test.</summary>
public static class RefusedLetters
{
    /// <summary>Why a letter is refused and what to write instead; null if it is not one of them.</summary>
    public static string? Explain(string letter) => letter switch
    {
        "-q" => "-q is a rate in some tools and silence in others; write --rate or --quiet",
        "-u" => "-u is users in some tools and the address in others; write --users or --url",
        "-s" => "-s is stages in some tools and silence in others; write --stages or --quiet",
        _ => null,
    };
}
