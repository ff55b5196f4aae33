using System.Buffers;
using System.Net.Sockets;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>What only the event loop promises: the kernel's time, one thread, timers.</summary>
public sealed class EventLoopTests : IDisposable
{
    private readonly LoopbackPeer _peer = new();
    private readonly TestLane _lane = new(TransportKind.Epoll);

    [Fact]
    public async Task EventLoop_that_is_held_up_still_knows_when_bytes_arrived()
    {
        var (pipe, server) = await ConnectAsync();
        var pending = _lane.ReadAsync(pipe);
        await _lane.DoAsync(() => 0);

        _lane.Lane.Post(() => Thread.Sleep(300));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var before = Ticks.Now;
        server.Send("late"u8);
        var after = Ticks.Now;

        var read = await pending;
        Assert.InRange(read.ArrivedTicks, before, after + Ticks.FromMs(1));
        Assert.True(Ticks.Now - read.ArrivedTicks > Ticks.FromMs(100));
    }

    [Fact]
    public async Task EventLoop_reader_that_keeps_bytes_finds_them_unchanged()
    {
        var (first, firstServer) = await ConnectAsync();
        var (second, secondServer) = await ConnectAsync();
        firstServer.Send("keep me"u8);
        var kept = await _lane.ReadAsync(first);
        secondServer.Send("overwrite"u8);
        Assert.Equal("overwrite", Text(await _lane.ReadAsync(second)));
        Assert.Equal("keep me", Text(kept));
    }

    [Fact]
    public async Task EventLoop_rest_of_a_read_comes_again_with_what_follows()
    {
        var (pipe, server) = await ConnectAsync();
        server.Send("half a li"u8);
        await _lane.Lane.RunAsync<int>(async () =>
        {
            var read = await pipe.ReadAsync();
            pipe.AdvanceTo(read.Buffer.GetPosition(5), read.Buffer.End);
            return 0;
        });
        var pending = _lane.ReadAsync(pipe);
        Assert.NotSame(pending, await Task.WhenAny(pending, Task.Delay(50, TestContext.Current.CancellationToken)));
        server.Send("ne"u8);
        Assert.Equal("a line", Text(await pending));
    }

    [Fact]
    public async Task EventLoop_counts_segments_that_one_read_took_together()
    {
        var (pipe, server) = await ConnectAsync();
        server.Send("1"u8);
        await ReadAllAsync(pipe);
        Assert.Equal(0, (await _lane.DoAsync(pipe.TakeFacts))?.MergedSegments);

        _lane.Lane.Post(() => Thread.Sleep(200));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            server.Send("2"u8);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        await ReadAllAsync(pipe);
        Assert.Equal(4, (await _lane.DoAsync(pipe.TakeFacts))?.MergedSegments);
    }

    [Fact]
    public async Task EventLoop_that_was_away_says_of_which_connection_the_buffer_was_full()
    {
        var (full, fullServer) = await ConnectAsync();
        var (other, otherServer) = await ConnectAsync();
        using var away = new ManualResetEventSlim();
        var pending = ReadAllAsync(full);
        _lane.Lane.Post(() => away.Wait(TimeSpan.FromSeconds(30)));
        otherServer.Send("a little"u8);
        fullServer.Blocking = false;
        var sent = 0L;
        // The kernel enlarges its buffers as it goes: full is where nothing goes in any more for a while.
        for (var refusals = 0; refusals < 20;)
        {
            try
            {
                sent += fullServer.Send(new byte[1 << 16]);
                refusals = 0;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                refusals++;
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
        away.Set();
        for (var read = await pending; read < sent;)
            read += await ReadAllAsync(full);
        await ReadAllAsync(other);
        Assert.True((await _lane.DoAsync(full.TakeFacts))?.FoundFull);
        Assert.False((await _lane.DoAsync(other.TakeFacts))?.FoundFull);
        Assert.False((await _lane.DoAsync(full.TakeFacts))?.FoundFull);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventLoop_fires_timers_in_order_on_its_own_thread_and_never_early(bool isExact)
    {
        var fired = new List<(int Number, int Thread, long LateTicks)>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = await _lane.DoAsync(() => Environment.CurrentManagedThreadId);
        await _lane.DoAsync(() =>
        {
            var start = Ticks.Now;
            foreach (var number in (int[])[3, 1, 2])
            {
                var due = start + Ticks.FromMs(10 * number);
                _lane.Lane.WakeBy(new LaneTimer(() =>
                {
                    fired.Add((number, Environment.CurrentManagedThreadId, Ticks.Now - due));
                    if (fired.Count == 3)
                        all.SetResult();
                }) { IsExact = isExact }, due);
            }
            return 0;
        });
        await all.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3], fired.Select(f => f.Number));
        Assert.All(fired, f => Assert.Equal(loop, f.Thread));
        Assert.All(fired, f => Assert.True(f.LateTicks >= 0));
    }

    [Fact]
    public async Task EventLoop_is_come_back_to_after_waiting_elsewhere()
    {
        var loop = await _lane.DoAsync(() => Environment.CurrentManagedThreadId);
        for (var i = 0; i < 200; i++)
        {
            var came = await _lane.Lane.RunAsync<int>(async () =>
            {
                await Task.Yield();
                await _lane.Lane.ReturnAsync();
                return Environment.CurrentManagedThreadId;
            });
            Assert.Equal(loop, came);
        }
    }

    [Fact]
    public async Task EventLoop_that_ends_ends_what_waits_on_it()
    {
        var (pipe, server) = await ConnectAsync();
        var pending = _lane.ReadAsync(pipe);
        await _lane.DoAsync(() => 0);
        _lane.Dispose();
        Assert.Equal(PipeEnd.Broken, (await pending).End);
        // And nobody is hurt by coming too late.
        pipe.Abort();
    }

    public void Dispose()
    {
        _lane.Dispose();
        _peer.Dispose();
    }

    private static string Text(in TimedRead read) => Encoding.ASCII.GetString(read.Buffer.ToArray());

    private Task<long> ReadAllAsync(TimedPipe pipe) => _lane.Lane.RunAsync(async () =>
    {
        var read = await pipe.ReadAsync();
        var length = read.Buffer.Length;
        pipe.AdvanceTo(read.Buffer.End);
        return length;
    });

    private async Task<(TimedPipe Pipe, Socket Server)> ConnectAsync()
    {
        var accepting = _peer.AcceptAsync();
        var result = await _lane.ConnectAsync(new ConnectTarget(new TargetUrl("http", "127.0.0.1", _peer.Port, ""), new ConnectionOptions()));
        return (result.Pipe!, await accepting);
    }
}
