using CsCheck;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class ChartAxisTests
{
    [Theory]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 20, 6, "0 5 10 15 20")]
    [InlineData(0, 37.4, 6, "0 10 20 30")]
    [InlineData(20.1, 20.4, 6, "20.1 20.2 20.3 20.4")]
    [InlineData(0, 0.0007, 6, "0 0.0002 0.0004 0.0006")]
    [InlineData(0, 2_500_000, 6, "0 500k 1M 1.5M 2M 2.5M")]
    public void Linear_axis_has_ticks_at_1_2_5(double from, double to, int most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.Linear(from, to).Ticks(most).Select(ChartAxis.Label)));

    [Theory]
    [InlineData(3, 800, 8, "5 10 20 50 100 200 500")]
    [InlineData(3, 800, 5, "10 100")]
    [InlineData(0.001, 3_600_000, 7, "0.001 0.1 10 1k 100k")]
    [InlineData(100, 190, 7, "100 120 140 160 180")]
    public void Logarithmic_axis_has_as_many_as_there_is_room_for(double low, double high, int most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.Log(low, high).Ticks(most).Select(ChartAxis.Label)));

    [Fact]
    public void Axis_of_a_single_value_has_it_in_the_middle()
    {
        Assert.Equal(0.5, ChartAxis.Log(42, 42).Share(42), 6);
        Assert.InRange(ChartAxis.Linear(42, 42).Share(42), 0, 1);
        Assert.Equal((0, 1), (ChartAxis.FromZero(0, 5).From, ChartAxis.FromZero(0, 5).To));
    }

    [Fact]
    public void Ticks_are_round_rising_inside_and_no_more_than_asked_for() =>
        Gen.Select(Gen.Double[1e-3, 1e7], Gen.Double[1.0001, 1e6], Gen.Int[2, 12], Gen.Bool).Sample((low, times, most, isLog) =>
        {
            var axis = isLog ? ChartAxis.Log(low, low * times) : ChartAxis.Linear(low, low * times);
            var ticks = axis.Ticks(most);
            Assert.InRange(ticks.Count, 0, most);
            Assert.All(ticks, tick => Assert.InRange(tick, axis.From * (1 - 1e-6), axis.To * (1 + 1e-6)));
            Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        });

    [Fact]
    public void Axis_finds_back_what_it_places() =>
        Gen.Select(Gen.Double[1e-3, 1e6], Gen.Double[2, 1e4], Gen.Double[0, 1], Gen.Bool).Sample((low, times, share, isLog) =>
        {
            var axis = isLog ? ChartAxis.Log(low, low * times) : ChartAxis.Linear(low, low * times);
            Assert.Equal(share, axis.Share(axis.At(share)), 6);
        });
}
