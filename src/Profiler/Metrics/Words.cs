using System.Numerics;
using System.Text.Json;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>The stable snake_case words of our closed lists, as they stand in NDJSON, checks and texts. Immutable; any thread.</summary>
public static class Words
{
    private static readonly string[] WarningWords = MakeWarningWords();

    /// <summary>Word of a value: <see cref="Outcome.TimeoutFirstToken"/> is <c>timeout_first_token</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Cache<T>.ByValue[value];

    /// <summary>Value of a word; false when the list has no such word.</summary>
    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        value = default;
        return word is not null && Cache<T>.ByWord.TryGetValue(word, out value);
    }

    /// <summary>All words of a list, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Cache<T>.InOrder;

    /// <summary>True for the three outcomes that are successes.</summary>
    public static bool IsSuccess(this Outcome outcome) => outcome is Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed;

    /// <summary>Words of the warnings that are set.</summary>
    public static IReadOnlyList<string> OfWarnings(StreamWarnings warnings)
    {
        if (warnings == StreamWarnings.None)
            return [];

        var words = new string[BitOperations.PopCount((uint)warnings)];
        var next = 0;
        for (var bit = 0; bit < WarningWords.Length; bit++)
        {
            if (((int)warnings & (1 << bit)) != 0)
                words[next++] = WarningWords[bit];
        }

        return next == words.Length ? words : words[..next];
    }

    /// <summary>Warnings of a list of words; words of a newer version are left out.</summary>
    public static StreamWarnings ParseWarnings(IEnumerable<string> words)
    {
        var warnings = StreamWarnings.None;
        foreach (var word in words)
        {
            if (TryParse<StreamWarnings>(word, out var warning))
                warnings |= warning;
        }

        return warnings;
    }

    /// <summary>Word of the warning with bit <paramref name="bit"/>.</summary>
    internal static string OfWarningBit(int bit) => WarningWords[bit];

    /// <summary>How many warnings there are.</summary>
    internal static int WarningCount => WarningWords.Length;

    private static string[] MakeWarningWords()
    {
        var words = new List<string>();
        for (var bit = 0; Enum.IsDefined((StreamWarnings)(1 << bit)); bit++)
            words.Add(Of((StreamWarnings)(1 << bit)));
        return [.. words];
    }

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly string[] InOrder = [.. ByValue.Values];
    }
}
