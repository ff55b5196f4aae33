using VllmStream.Profiling.Health;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>A lane of either transport; a test off the lane does each thing on it by <c>RunAsync</c>.</summary>
internal sealed class TestLane : IDisposable
{
    public TestLane(TransportKind kind)
    {
        Assert.SkipUnless(kind == TransportKind.Portable || OperatingSystem.IsLinux(), "event loops need Linux");
        Lane = Lanes.Open(new LoadOptions { Transport = kind, Loops = 1 }, new ClientHealth())[0];
    }

    /// <summary>Every transport of the program.</summary>
    public static TheoryData<TransportKind> Kinds { get; } = [TransportKind.Epoll, TransportKind.Portable];

    public Lane Lane { get; }

    public Task<ConnectResult> ConnectAsync(ConnectTarget target) => Lane.RunAsync(() => Lane.Transport.ConnectAsync(target, CancellationToken.None));

    public Task<ConnectResult> GiveUpConnectingAsync(ConnectTarget target, CancellationToken cancelled) =>
        Lane.RunAsync(() => Lane.Transport.ConnectAsync(target, cancelled));

    public Task<TimedRead> ReadAsync(TimedPipe pipe) => Lane.RunAsync(pipe.ReadAsync);

    public Task<long> WriteAsync(TimedPipe pipe, byte[] bytes) => Lane.RunAsync(() => pipe.WriteAsync(bytes));

    public Task<bool> FeedAsync(TimedPipe pipe, IReadTaker taker) => Lane.RunAsync(async () =>
    {
        await pipe.FeedAsync(taker);
        return true;
    });

    public Task<T> DoAsync<T>(Func<T> work) => Lane.RunAsync(() => new ValueTask<T>(work()));

    public void Dispose() => Lane.Dispose();
}
