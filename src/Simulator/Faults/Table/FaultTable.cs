namespace VllmStream.Simulation;

/// <summary>All faults there are, in groups: the one table behind parser, errors and docs/faults.md.</summary>
internal static class FaultTable
{
    // A name that differs in more letters than this is another word.
    private const int MostTypos = 2;

    public static IReadOnlyList<(string Title, IReadOnlyList<FaultDefinition> Faults)> Groups { get; } =
    [
        ("In place of the answer", AnswerFaults.All),
        ("Which events come, and when", EventFaults.All),
        ("How events look", StyleFaults.All),
        ("How events are framed", FramingFaults.All),
        ("Which bytes leave together", WriteFaults.All),
        ("HTTP and the connection", HttpFaults.All),
    ];

    public static FaultDefinition? Find(string name) => Groups.SelectMany(group => group.Faults).FirstOrDefault(fault => fault.Name == name);

    /// <summary>The name that was probably meant; null if none is near.</summary>
    public static string? Nearest(string name)
    {
        var near = Groups.SelectMany(group => group.Faults).Select(fault => (fault.Name, Distance: Distance(fault.Name, name))).MinBy(fault => fault.Distance);
        return near.Distance <= MostTypos ? near.Name : null;
    }

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
