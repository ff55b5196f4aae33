using System.Net.Sockets;
using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;
using VllmStream.Tests.Profiler.Transport;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class RequestRunnerTests : IDisposable
{
    private readonly LoopbackPeer _peer = new();
    private TestLane? _lane;
    private readonly ActiveRequests _active = new();

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task RequestRunner_refusal_before_the_request_is_read_keeps_its_status(TransportKind kind)
    {
        using var runner = new RequestRunner(Context(kind, new TimeoutOptions()));
        // More than the socket buffers of both sides hold.
        var running = RunAsync(runner, Planned(new string('x', 32 * 1024 * 1024)));
        using var server = await _peer.AcceptAsync();
        await server.ReceiveAsync(new byte[1024].AsMemory(), SocketFlags.None, TestContext.Current.CancellationToken);
        server.Send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig"u8);

        var record = await running;

        Assert.Equal(Outcome.HttpError, record.Outcome);
        Assert.Equal(413, record.HttpStatus);
        Assert.Equal("big", record.Error!.Message);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task RequestRunner_server_that_never_reads_is_a_timeout(TransportKind kind)
    {
        using var runner = new RequestRunner(Context(kind, new TimeoutOptions { FirstToken = TimeSpan.FromMilliseconds(200) }));
        var running = RunAsync(runner, Planned(new string('x', 32 * 1024 * 1024)));
        using var server = await _peer.AcceptAsync();

        Assert.Equal(Outcome.TimeoutFirstToken, (await running).Outcome);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task RequestRunner_clock_step_while_it_runs_is_a_warning_of_that_request_only(TransportKind kind)
    {
        using var runner = new RequestRunner(Context(kind, new TimeoutOptions()));
        Assert.Equal(StreamWarnings.ClockStep, (await AnsweredAsync(runner, _active.MarkClockStep)).Warnings);
        Assert.Equal(StreamWarnings.None, (await AnsweredAsync(runner, () => { })).Warnings);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task RequestRunner_answer_in_the_same_segment_as_its_head_has_one_time(TransportKind kind)
    {
        using var runner = new RequestRunner(Context(kind, new TimeoutOptions()));

        var record = await AnsweredAsync(runner, () => { });

        Assert.Equal(Outcome.Ok, record.Outcome);
        Assert.Equal(record.Marks.Headers, record.Marks.FirstToken);
        Assert.True(record.Marks.Sent <= record.Marks.Headers);
    }

    public void Dispose()
    {
        _lane?.Dispose();
        _active.Dispose();
        _peer.Dispose();
    }

    private static PlannedRequest Planned(string prompt) =>
        new(0, new RequestKind("chat", Route: 0), Warmup: false, Ticks.Now, Ticks.Now, new RequestSpec { Model = "m", Prompt = prompt, Stream = true });

    private async Task<RequestRecord> AnsweredAsync(RequestRunner runner, Action whileItRuns)
    {
        const string Body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        var running = RunAsync(runner, Planned("hi"));
        using var server = await _peer.AcceptAsync();
        await server.ReceiveAsync(new byte[4096].AsMemory(), SocketFlags.None, TestContext.Current.CancellationToken);
        whileItRuns();
        server.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));
        return await running;
    }

    private Task<RequestRecord> RunAsync(RequestRunner runner, PlannedRequest planned)
    {
        runner.Assign(planned);
        return _lane!.Lane.RunAsync(() => runner.RunAsync(attempt: 1));
    }

    private RunnerContext Context(TransportKind kind, TimeoutOptions timeouts)
    {
        _lane = new TestLane(kind);
        var options = new ConnectionOptions();
        var target = new ConnectTarget(new TargetUrl("http", "127.0.0.1", _peer.Port, ""), options);
        return new RunnerContext
        {
            Lane = _lane.Lane,
            Target = target,
            Routes = [new RequestRoute(new ChatEndpoint(), new HttpRequestWriter(target, "/v1/chat/completions", options, streaming: true))],
            Timeouts = timeouts,
            RequestIdPrefix = "test",
            Active = _active,
        };
    }
}
