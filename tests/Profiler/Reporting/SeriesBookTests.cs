using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class SeriesBookTests
{
    [Fact]
    public void Book_keeps_points_as_they_are_while_there_is_room()
    {
        var book = Filled(SeriesBook.MostPoints);
        Assert.Equal((SeriesBook.MostPoints, 1), (book.Points.Count, book.LinesPerPoint));
        Assert.All(book.Points.Select((point, i) => (point, i)), item => Assert.Equal(item.i, item.point.Values[0]));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(1_000)]
    [InlineData(86_400)]
    public void Book_of_any_length_has_room_and_loses_nothing(int lines)
    {
        var book = Filled(lines);
        Assert.InRange(book.Points.Count, SeriesBook.MostPoints / 2, SeriesBook.MostPoints);
        Assert.All(book.Points.SkipLast(1), point => Assert.Equal(book.LinesPerPoint, point.Lines));
        Assert.Equal(lines, book.Points.Sum(point => point.Lines));
        Assert.Equal(lines, book.Points.Sum(point => point.Values[2]));
        Assert.Equal(lines - 1, book.Points[^1].Values[1]);
        Assert.Equal((0, lines * 1_000.0), (book.Points[0].FromMs, book.Points[^1].ToMs));
        Assert.All(book.Points.Zip(book.Points.Skip(1)), pair => Assert.Equal(pair.First.ToMs, pair.Second.FromMs));
        // The mean over the time: the middle of what is in a point.
        Assert.All(book.Points, point => Assert.Equal((point.FromMs + point.ToMs - 1_000) / 2_000, point.Values[0]!.Value, 6));
    }

    [Fact]
    public void Mean_counts_a_long_interval_for_as_long_as_it_is()
    {
        var one = Point(0, 1_000, 10);
        var merged = one.With(Point(1_000, 4_000, 30), [MergeRule.Mean]);
        Assert.Equal((25, 0, 4_000), (merged.Values[0]!.Value, merged.FromMs, merged.ToMs));
    }

    [Fact]
    public void Interval_without_a_value_does_not_count_as_zero()
    {
        var merged = Point(0, 1_000, 10).With(Point(1_000, 2_000, null), [MergeRule.Mean]).With(Point(2_000, 3_000, 20), [MergeRule.Mean]);
        Assert.Equal(15, merged.Values[0]);
        Assert.Null(Point(0, 1_000, null).With(Point(1_000, 2_000, null), [MergeRule.Highest]).Values[0]);
    }

    private static SeriesPoint Point(double fromMs, double toMs, double? value) => new(fromMs, toMs, 1, [value], [value is null ? 0 : toMs - fromMs]);

    private static SeriesBook Filled(int lines)
    {
        var book = new SeriesBook(MergeRule.Mean, MergeRule.Highest, MergeRule.Sum);
        for (var i = 0; i < lines; i++)
            book.Add(i * 1_000.0, (i + 1) * 1_000.0, i, i, 1);
        return book;
    }
}
