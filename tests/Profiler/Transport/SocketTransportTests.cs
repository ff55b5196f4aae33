using System.Buffers;
using System.Net.Sockets;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

public sealed class SocketTransportTests : IDisposable
{
    private readonly LoopbackPeer _peer = new();
    private readonly SocketTransport _transport = new();

    [Fact]
    public async Task Read_carries_a_time_between_the_send_and_now()
    {
        var (pipe, server) = await ConnectAsync();
        using var _ = pipe;
        var pending = pipe.ReadAsync();
        var before = Ticks.Now;
        server.Send("hello"u8);

        var read = await pending;

        Assert.Equal("hello", Encoding.ASCII.GetString(read.Buffer.ToArray()));
        Assert.InRange(read.ArrivedTicks, before, Ticks.Now);
        Assert.Equal(PipeEnd.Open, read.End);
    }

    [Fact]
    public async Task Write_returns_when_the_socket_has_taken_the_last_byte()
    {
        var (pipe, server) = await ConnectAsync();
        using var _ = pipe;
        // More than both socket buffers can hold: the write cannot finish before the peer reads.
        var body = new byte[32 * 1024 * 1024];
        var write = pipe.WriteAsync(body);
        Assert.False(write.IsCompleted);

        var reading = Ticks.Now;
        var total = 0;
        var buffer = new byte[1024 * 1024];
        while (total < body.Length)
            total += await server.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);

        Assert.True(await write > reading);
    }

    [Fact]
    public async Task Peer_that_finishes_is_told_from_one_that_breaks()
    {
        var (finishing, first) = await ConnectAsync();
        first.Shutdown(SocketShutdown.Send);
        Assert.Equal(PipeEnd.Finished, (await finishing.ReadAsync()).End);
        finishing.Dispose();

        var (breaking, second) = await ConnectAsync();
        second.LingerState = new LingerOption(true, 0);
        second.Close();
        Assert.Equal(PipeEnd.Broken, (await breaking.ReadAsync()).End);
        breaking.Dispose();
    }

    [Fact]
    public async Task Abort_ends_a_pending_read_as_broken()
    {
        var (pipe, _) = await ConnectAsync();
        var pending = pipe.ReadAsync();
        pipe.Abort();
        Assert.Equal(PipeEnd.Broken, (await pending).End);
        pipe.Abort();
    }

    [Fact]
    public async Task Kept_connection_is_reused_until_the_server_closes_it()
    {
        using var pool = new ConnectionPool();
        var (pipe, server) = await ConnectAsync();
        pool.Return(pipe);
        Assert.Same(pipe, pool.TryTake());

        pool.Return(pipe);
        server.Shutdown(SocketShutdown.Both);
        server.Close();
        Assert.True(SpinWait.SpinUntil(() => !pipe.IsReusable(), TimeSpan.FromSeconds(5)));
        Assert.Null(pool.TryTake());
    }

    [Fact]
    public async Task Refused_connection_says_so()
    {
        int closed;
        using (var peer = new LoopbackPeer())
            closed = peer.Port;
        var result = await _transport.ConnectAsync(Target("127.0.0.1", closed), CancellationToken.None);
        Assert.Null(result.Pipe);
        Assert.Equal("refused", result.Error!.Kind);
    }

    [Fact]
    public async Task Unknown_name_is_a_dns_error()
    {
        var result = await _transport.ConnectAsync(Target("no-such-host.invalid", 80), CancellationToken.None);
        Assert.Equal("dns", result.Error!.Kind);
    }

    [Fact]
    public async Task Name_and_address_tell_their_phases_apart()
    {
        var byName = await _transport.ConnectAsync(Target("localhost", _peer.Port), CancellationToken.None);
        var byAddress = await _transport.ConnectAsync(Target("127.0.0.1", _peer.Port), CancellationToken.None);
        Assert.True(byName.Pipe!.Phases.DnsTicks > 0);
        Assert.Equal(0, byAddress.Pipe!.Phases.DnsTicks);
        Assert.True(byAddress.Pipe.Phases.TcpTicks > 0);
        byName.Pipe.Dispose();
        byAddress.Pipe.Dispose();
    }

    [Fact]
    public async Task Connecting_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var result = await _transport.ConnectAsync(Target("127.0.0.1", _peer.Port), cancel.Token);
        Assert.Equal("cancelled", result.Error!.Kind);
    }

    public void Dispose() => _peer.Dispose();

    private static ConnectTarget Target(string host, int port) => new(new TargetUrl("http", host, port, ""), new ConnectionOptions());

    private async Task<(TimedPipe Pipe, Socket Server)> ConnectAsync()
    {
        var accepting = _peer.AcceptAsync();
        var result = await _transport.ConnectAsync(Target("127.0.0.1", _peer.Port), CancellationToken.None);
        return (result.Pipe!, await accepting);
    }
}
