using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class ServerLostTests
{
    private readonly Aggregator _aggregator = RecordFactory.Aggregator();

    [Fact]
    public void Server_is_lost_when_for_five_seconds_every_attempt_was_refused_and_found_again_by_one_that_was_not()
    {
        Succeed(0);
        for (var i = 0; i < 50; i++)
            Refuse(1_000 + 100 * i);
        Assert.Null(_aggregator.ServerLost);

        Refuse(6_000);
        Assert.Equal(new ServerLost(1_000, null, 51, "refused"), _aggregator.ServerLost);

        Refuse(6_100);
        Succeed(7_000);
        var found = _aggregator.ServerLost!;
        Assert.Equal(52, found.Attempts);
        Assert.Equal(7_005, found.UntilMs);

        // It is told of until there is another.
        Refuse(8_000);
        Assert.Equal(found, _aggregator.ServerLost);
    }

    [Fact]
    public void Server_that_answers_with_an_error_is_there()
    {
        for (var i = 0; i < 100; i++)
        {
            Refuse(100 * i);
            if (i % 20 == 0)
                _aggregator.Add(RecordFactory.Failed(100 * i, Outcome.HttpError, new RequestError("http_503", null), 503));
        }

        Assert.Null(_aggregator.ServerLost);
    }

    [Fact]
    public void Attempts_that_we_gave_up_say_nothing()
    {
        for (var i = 0; i < 100; i++)
            _aggregator.Add(RecordFactory.Failed(100 * i, Outcome.CancelledByUs, new RequestError("cancelled", null)));

        Assert.Null(_aggregator.ServerLost);
    }

    [Fact]
    public void Connection_that_timed_out_while_others_succeeded_loses_no_server()
    {
        Succeed(9_000);
        _aggregator.Add(new RequestRecord
        {
            Id = 1,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.TimeoutConnect,
            Error = new RequestError("connect", null),
            Marks = new RequestMarks { Scheduled = RecordFactory.At(0), Started = RecordFactory.At(0), End = RecordFactory.At(10_000) },
        });

        Assert.Null(_aggregator.ServerLost);
    }

    private void Succeed(double ms) => _aggregator.Add(RecordFactory.Streamed(ms, [5]));

    private void Refuse(double ms) => _aggregator.Add(RecordFactory.Failed(ms, Outcome.ConnectError, new RequestError("refused", null)));
}
