namespace VllmStream.Profiling.Options;

/// <summary>The known word that a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>The nearest of the names; null if none is near.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        var bare = Bare(word);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in names)
        {
            var candidate = Bare(name);

            // A beginning is what people type when they guess: --conc.
            var isBeginning = bare.Length >= 3 && candidate.StartsWith(bare, StringComparison.Ordinal);
            var distance = isBeginning ? 1 : Distance(bare, candidate);

            // A third of the letters may be wrong; a word of one or two letters leaves no room for guessing.
            if (distance < bestDistance && distance <= Math.Min(bare.Length, candidate.Length) / 3)
                (best, bestDistance) = (name, distance);
        }

        return best;
    }

    // Dashes and case say nothing about what was meant: -rate, --max_concurrency.
    private static string Bare(string word) => word.TrimStart('-').Replace('_', '-').ToLowerInvariant();

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
