using VllmStream.Cluster.Link;
using VllmStream.Profiling.Clock;

namespace VllmStream.Tests.Cluster.Link;

public sealed class LinkHealthTests
{
    private readonly LinkHealth _health = new();

    [Fact]
    public void Nobody_is_silent_while_the_broker_does_not_answer()
    {
        _health.Asked(At(10));
        Assert.Equal(TimeSpan.FromSeconds(3), _health.At(At(11)).SilenceOf(At(8), At(11)));
        Assert.Equal(TimeSpan.Zero, _health.DownTimeAt(At(11)));
        Assert.Null(_health.At(At(12)).SilenceOf(At(8), At(12)));
        Assert.Equal(TimeSpan.FromSeconds(2), _health.DownTimeAt(At(12)));
    }

    [Fact]
    public void Broker_that_hangs_is_down_since_the_first_question_without_an_answer()
    {
        _health.Asked(At(10));
        _health.Asked(At(15));
        _health.Closed(At(20));
        Assert.Equal(TimeSpan.FromSeconds(14), _health.DownTimeAt(At(24)));
    }

    [Fact]
    public void Link_that_nobody_asks_is_not_down()
    {
        // A busy machine asks late; that says nothing about the broker.
        _health.Asked(At(10));
        _health.Answered(At(10.001));
        Assert.Equal(TimeSpan.FromSeconds(5), _health.At(At(15)).SilenceOf(At(10), At(15)));
    }

    [Fact]
    public void Closed_connection_is_down_at_once()
    {
        _health.Closed(At(10));
        Assert.Null(_health.At(At(10.1)).SilenceOf(At(1), At(10.1)));
        Assert.Equal(TimeSpan.FromSeconds(3), _health.DownTimeAt(At(13)));
    }

    [Fact]
    public void Silence_counts_anew_and_later_after_the_own_link_came_back()
    {
        _health.Asked(At(10));
        _health.Closed(At(11));
        _health.Answered(At(20));
        // 2.5 s for the others to dial too.
        Assert.Equal(TimeSpan.Zero, _health.At(At(21)).SilenceOf(At(9), At(21)));
        Assert.Equal(TimeSpan.FromSeconds(1), _health.At(At(23.5)).SilenceOf(At(9), At(23.5)));
        Assert.Equal((1, TimeSpan.FromSeconds(10)), (_health.Outages, _health.OutageTime));
    }

    [Fact]
    public void Somebody_heard_later_is_silent_since_then() =>
        Assert.Equal(TimeSpan.FromSeconds(0.5), _health.At(At(11)).SilenceOf(At(10.5), At(11)));

    private static long At(double seconds) => Ticks.FromSeconds(seconds);
}
