using System.Globalization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>Decode rate against the length of the answer: the median of the last requests, in lengths that double.</summary>
/// <remarks>Made once a draw: what it sorts decides how many rows it wants, and is what it shows.</remarks>
internal sealed class LengthPanel
{
    private const int Around = 3;
    private const int BarColumn = 26;

    private readonly List<(long From, long To, double[] Rates)> _classes;

    /// <summary>Sorts the last requests into lengths.</summary>
    public LengthPanel(ScreenModel model) => _classes = ClassesOf(model);

    /// <summary>Rows it wants of an area; 0 before anything has ended.</summary>
    public int RowsFor(int rows) => _classes.Count is > 0 and var classes ? Math.Min(classes + Around, rows / 2) : 0;

    /// <summary>Draws it.</summary>
    public void Draw(Area area)
    {
        var inside = Frame.Draw(area, "rate against length", $"of the last {Figure.Count(_classes.Sum(one => one.Rates.Length))}");
        inside.TextEndingAt(0, "tokens", Ink.Dim, 11);
        inside.TextEndingAt(0, "n", Ink.Dim, 17);
        inside.TextEndingAt(0, "p50", Ink.Dim, 24);
        var most = _classes.Max(one => Median(one.Rates));
        for (var row = 0; row < _classes.Count; row++)
        {
            var (from, to, rates) = _classes[row];
            inside.TextEndingAt(row + 1, string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"), Ink.Plain, 11);
            inside.TextEndingAt(row + 1, Figure.Count(rates.Length), Ink.Dim, 17);
            inside.TextEndingAt(row + 1, Figure.Three(Median(rates)), Ink.Plain, 24);
            inside.Line(row + 1, BarColumn, (int)Math.Round(Median(rates) / most * Math.Max(0, inside.Columns - BarColumn)), inside.Glyphs.Filled, Ink.Bar);
        }
    }

    private static List<(long From, long To, double[] Rates)> ClassesOf(ScreenModel model) =>
    [
        .. model.Selection.EndedWell
            .Where(one => one.OutputTokens is > 1 && one.Metrics.TokensPerSecond.IsPresent)
            .GroupBy(one => (int)Math.Log2(one.OutputTokens!.Value))
            .OrderBy(one => one.Key)
            .Select(one => (1L << one.Key, (2L << one.Key) - 1, one.Select(request => request.Metrics.TokensPerSecond.OrNull!.Value).Order().ToArray())),
    ];

    private static double Median(double[] sorted) => sorted[(sorted.Length - 1) / 2];
}
