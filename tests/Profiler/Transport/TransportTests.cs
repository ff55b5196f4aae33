using System.Buffers;
using System.Net.Sockets;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>What a transport promises, held by each of them.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly LoopbackPeer _peer = new();
    private TestLane? _lane;

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Read_carries_a_time_between_the_send_and_now(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        var pending = lane.ReadAsync(pipe);
        var before = Ticks.Now;
        server.Send("hello"u8);

        var read = await pending;

        Assert.Equal("hello", Encoding.ASCII.GetString(read.Buffer.ToArray()));
        Assert.InRange(read.ArrivedTicks, before, Ticks.Now);
        Assert.Equal(PipeEnd.Open, read.End);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Write_returns_when_the_socket_has_taken_the_last_byte(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        // More than both socket buffers can hold: the write cannot finish before the peer reads.
        var body = new byte[32 * 1024 * 1024];
        var write = lane.WriteAsync(pipe, body);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(write.IsCompleted);

        var reading = Ticks.Now;
        var total = 0;
        var buffer = new byte[1024 * 1024];
        while (total < body.Length)
            total += await server.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);

        Assert.True(await write > reading);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Memory_of_a_write_is_free_as_soon_as_it_returns(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        // More than both socket buffers can hold.
        var body = new byte[32 * 1024 * 1024];
        body.AsSpan().Fill((byte)'a');
        var write = lane.Lane.RunAsync(() =>
        {
            var pending = pipe.WriteAsync(body);
            body.AsSpan().Fill((byte)'b');
            return pending;
        });

        var total = 0;
        var buffer = new byte[1024 * 1024];
        while (total < body.Length)
        {
            var count = await server.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            Assert.Equal(-1, buffer.AsSpan(0, count).IndexOfAnyExcept((byte)'a'));
            total += count;
        }
        Assert.True(await write > 0);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Feeding_gives_every_byte_in_order_until_the_taker_has_enough(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        var taker = new CollectingTaker(pipe, stopAt: (byte)'!');
        var feeding = lane.FeedAsync(pipe, taker);
        foreach (var part in new[] { "one ", "two ", "three!" })
        {
            server.Send(Encoding.ASCII.GetBytes(part));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await feeding.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("one two three!", taker.Text);
        // The pipe is the next reader's, as after any read.
        server.Send("more"u8);
        Assert.Equal("more", Encoding.ASCII.GetString((await lane.ReadAsync(pipe)).Buffer.ToArray()));
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Feeding_begins_with_what_was_left_and_ends_with_the_connection(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        server.Send("head body"u8);
        var read = await lane.ReadAsync(pipe);
        await lane.DoAsync(() =>
        {
            pipe.AdvanceTo(read.Buffer.GetPosition(5));
            return true;
        });
        var taker = new CollectingTaker(pipe, stopAt: null);
        var feeding = lane.FeedAsync(pipe, taker);
        server.Send(", end"u8);
        server.Shutdown(SocketShutdown.Send);

        await feeding.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("body, end", taker.Text);
        Assert.Equal(PipeEnd.Finished, taker.End);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Taker_that_aborts_the_pipe_is_told_that_it_broke(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        var taker = new CollectingTaker(pipe, stopAt: null) { AbortsAt = (byte)'x' };
        var feeding = lane.FeedAsync(pipe, taker);
        server.Send("x"u8);

        await feeding.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("x", taker.Text);
        Assert.Equal(PipeEnd.Broken, taker.End);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Taker_that_throws_fails_its_request_and_not_the_lane(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, server) = await ConnectAsync(lane);
        var feeding = lane.FeedAsync(pipe, new ThrowingTaker());
        server.Send("x"u8);

        await Assert.ThrowsAsync<InvalidDataException>(() => feeding.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        var (other, second) = await ConnectAsync(lane);
        second.Send("still here"u8);
        Assert.Equal("still here", Encoding.ASCII.GetString((await lane.ReadAsync(other)).Buffer.ToArray()));
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Peer_that_finishes_is_told_from_one_that_breaks(TransportKind kind)
    {
        var lane = Open(kind);
        var (finishing, first) = await ConnectAsync(lane);
        first.Shutdown(SocketShutdown.Send);
        Assert.Equal(PipeEnd.Finished, (await lane.ReadAsync(finishing)).End);
        finishing.Dispose();

        var (breaking, second) = await ConnectAsync(lane);
        second.LingerState = new LingerOption(true, 0);
        second.Close();
        Assert.Equal(PipeEnd.Broken, (await lane.ReadAsync(breaking)).End);
        breaking.Dispose();
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Abort_ends_a_pending_read_as_broken(TransportKind kind)
    {
        var lane = Open(kind);
        var (pipe, _) = await ConnectAsync(lane);
        var pending = lane.ReadAsync(pipe);
        pipe.Abort();
        Assert.Equal(PipeEnd.Broken, (await pending).End);
        pipe.Abort();
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Kept_connection_is_reused_until_the_server_closes_it(TransportKind kind)
    {
        var lane = Open(kind);
        var pool = lane.Lane.Pool;
        var (pipe, server) = await ConnectAsync(lane);
        pool.Return(pipe);
        Assert.Same(pipe, await lane.DoAsync(pool.TryTake));

        pool.Return(pipe);
        server.Shutdown(SocketShutdown.Both);
        server.Close();
        Assert.True(await lane.DoAsync(() => SpinWait.SpinUntil(() => !pipe.IsReusable(), TimeSpan.FromSeconds(5))));
        Assert.Null(await lane.DoAsync(pool.TryTake));
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Refused_connection_says_so(TransportKind kind)
    {
        var lane = Open(kind);
        int closed;
        using (var peer = new LoopbackPeer())
            closed = peer.Port;
        var result = await lane.ConnectAsync(Target("127.0.0.1", closed));
        Assert.Null(result.Pipe);
        Assert.Equal("refused", result.Error!.Kind);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Unknown_name_is_a_dns_error(TransportKind kind)
    {
        var lane = Open(kind);
        var result = await lane.ConnectAsync(Target("no-such-host.invalid", 80));
        Assert.Equal("dns", result.Error!.Kind);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Name_and_address_tell_their_phases_apart(TransportKind kind)
    {
        var lane = Open(kind);
        var byName = await lane.ConnectAsync(Target("localhost", _peer.Port));
        var byAddress = await lane.ConnectAsync(Target("127.0.0.1", _peer.Port));
        Assert.True(byName.Pipe!.Phases.DnsTicks > 0);
        Assert.Equal(0, byAddress.Pipe!.Phases.DnsTicks);
        Assert.True(byAddress.Pipe.Phases.TcpTicks > 0);
        byName.Pipe.Dispose();
        byAddress.Pipe.Dispose();
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Connecting_can_be_given_up(TransportKind kind)
    {
        var lane = Open(kind);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var result = await lane.GiveUpConnectingAsync(Target("127.0.0.1", _peer.Port), cancel.Token);
        Assert.Equal("cancelled", result.Error!.Kind);
    }

    public void Dispose()
    {
        _lane?.Dispose();
        _peer.Dispose();
    }

    private TestLane Open(TransportKind kind) => _lane = new TestLane(kind);

    private static ConnectTarget Target(string host, int port) => new(new TargetUrl("http", host, port, ""), new ConnectionOptions());

    private async Task<(TimedPipe Pipe, Socket Server)> ConnectAsync(TestLane lane)
    {
        var accepting = _peer.AcceptAsync();
        var result = await lane.ConnectAsync(Target("127.0.0.1", _peer.Port));
        return (result.Pipe!, await accepting);
    }
}
