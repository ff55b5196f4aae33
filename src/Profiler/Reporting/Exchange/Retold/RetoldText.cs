using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>A retold run for a person: ours, theirs, and below each group of figures what makes the difference. 80 columns.</summary>
public static class RetoldText
{
    private const int Width = 80;

    /// <summary>Writes it.</summary>
    public static void Write(RetoldRun retold, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(retold);
        ArgumentNullException.ThrowIfNull(output);
        output.Write($"run {retold.Run} as {retold.Tool} would report it   {retold.Requests} measured requests\n\n");
        output.Write($"{"",-30}{"",-7}{"vllmstream",13}{"theirs",13}{"by",13}\n");
        for (var i = 0; i < retold.Figures.Count; i++)
        {
            var figure = retold.Figures[i];
            output.Write($"{figure.Name,-30}{figure.Unit,-7}{Show(figure, figure.Ours),13}{Show(figure, figure.Theirs),13}{Difference(figure),13}\n");
            // One explanation for neighbours that share it.
            if (i + 1 == retold.Figures.Count || retold.Figures[i + 1].Why != figure.Why)
                Paragraph(output, figure.Why, "    ");
        }

        output.Write('\n');
        foreach (var note in retold.Notes)
            Paragraph(output, note, "note ");
    }

    // A figure without a unit is a count.
    private static string Show(RetoldFigure figure, double? value) => figure.Unit.Length == 0 ? Figure.Amount(value) : Figure.Three(value);

    private static string Difference(RetoldFigure figure) =>
        figure is { Ours: { } ours, Theirs: { } theirs } && ours != 0 ? Figure.Change((theirs - ours) / ours) : Figure.Absent;

    private static void Paragraph(TextWriter output, string text, string head)
    {
        while (text.Length > 0)
        {
            var room = Width - head.Length;
            var (line, rest) = TextWidth.Of(text) <= room ? (text, "") : TextWidth.Break(text, room);
            output.Write($"{head}{line}\n");
            head = new string(' ', head.Length);
            text = rest;
        }
    }
}
