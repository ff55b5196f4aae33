using VllmStream.Profiling.Metrics;
using VllmStream.Tui.Requests;
using VllmStream.Tui.State;

namespace VllmStream.Tests.Tui;

public sealed class SelectionTests
{
    [Fact]
    public void Window_joins_the_buckets_of_its_seconds()
    {
        var whole = new Distribution();
        var seconds = new List<IReadOnlyList<IntervalFigures>>();
        for (var second = 0; second < 30; second++)
        {
            var own = new Distribution();
            for (var i = 0; i < 40; i++)
            {
                var value = 1_000.0 * (100 + second * 7 + i * i);
                own.Record(value);
                if (second >= 20)
                    whole.Record(value);
            }
            seconds.Add([Models.Small.Snapshot.History[0][0] with { Ttft = IntervalBlock.Of(own, keepsBars: true) }]);
        }
        var block = new Selection(new RunSnapshot { History = seconds }, null, TimeWindow.Last10).Metrics.TtftMs;
        Assert.Equal(400, block.N);
        Assert.Equal(whole.Value(50), block.P50);
        Assert.Equal(whole.Value(99), block.P99);
        Assert.Null(block.P999);
        Assert.Equal(whole.Max, block.Max);
    }

    [Fact]
    public void Group_that_is_gone_is_all() => Assert.Equal(Models.Small.Snapshot.Sent, new Selection(Models.Small.Snapshot, "no such", TimeWindow.Whole).Sent);

    [Theory]
    [InlineData("", 5)]
    [InlineData("group:long", 2)]
    [InlineData("state:decode", 2)]
    [InlineData("outcome:rate", 1)]
    [InlineData("ttft>390", 3)]
    [InlineData("ttft>390 group:long tokens<500", 1)]
    [InlineData("limit", 1)]
    [InlineData("ttft>x", 0)]
    public void Filter_holds_every_word(string filter, int rows) =>
        Assert.Equal(rows, RequestList.Of(new ScreenModel(Models.Small, new ScreenState { Filter = filter })).Count());

    [Fact]
    public void Rows_are_sorted_by_a_column_and_the_unknown_comes_last_either_way()
    {
        var column = RequestColumns.All.Select(one => one.Name).ToList().IndexOf("e2e ms") + 1;
        var falling = RequestList.Of(new ScreenModel(Models.Small, new ScreenState { SortColumn = column })).Select(item => item.E2eMs).ToArray();
        var rising = RequestList.Of(new ScreenModel(Models.Small, new ScreenState { SortColumn = column, SortReversed = true })).Select(item => item.E2eMs).ToArray();
        Assert.Equal(falling.Where(ms => ms is not null).OrderDescending(), falling.Where(ms => ms is not null));
        Assert.Equal(rising.Where(ms => ms is not null).Order(), rising.Where(ms => ms is not null));
        Assert.All([falling, rising], list => Assert.All(list.SkipWhile(ms => ms is not null), Assert.Null));
    }
}
