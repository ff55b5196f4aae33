namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>One point of a line over time: an interval of the file, or several that follow each other. Immutable.</summary>
/// <param name="FromMs">Start, milliseconds since run start.</param>
/// <param name="ToMs">End.</param>
/// <param name="Lines">How many lines of the file are in it.</param>
/// <param name="Values">A value per channel; null = there was none.</param>
/// <param name="Weights">How much stands behind each value: the weights of the lines that had one.</param>
internal sealed record SeriesPoint(double FromMs, double ToMs, int Lines, IReadOnlyList<double?> Values, IReadOnlyList<double> Weights)
{
    /// <summary>This point and the one after it as one.</summary>
    public SeriesPoint With(SeriesPoint next, IReadOnlyList<MergeRule> rules)
    {
        var values = new double?[Values.Count];
        var weights = new double[Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            weights[i] = Weights[i] + next.Weights[i];
            values[i] = (Values[i], next.Values[i]) switch
            {
                (null, var other) => other,
                (var one, null) => one,
                ({ } one, { } other) => rules[i] switch
                {
                    MergeRule.Sum => one + other,
                    MergeRule.Highest => Math.Max(one, other),
                    _ => weights[i] > 0 ? ((one * Weights[i]) + (other * next.Weights[i])) / weights[i] : one,
                },
            };
        }

        return new SeriesPoint(FromMs, next.ToMs, Lines + next.Lines, values, weights);
    }
}
