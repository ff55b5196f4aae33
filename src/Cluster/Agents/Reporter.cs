using System.Threading.Channels;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Agents;

/// <summary>Says how a run goes: each report as it comes, and a sign of life once a second without one. One loop; reports come from any thread.</summary>
/// <remarks>The engine's threads only put reports into a queue: a publish waits while the broker is away, and nothing that measures may wait for that.</remarks>
internal sealed class Reporter : IAsyncDisposable
{
    // Ten minutes of reports, should the broker be away for so long; the oldest go first, and their numbers show that they are gone.
    private const int Backlog = 600;

    private readonly NatsLink _link;
    private readonly Func<string, string> _subjectOf;
    private readonly Func<AgentNow?> _now;
    private readonly Channel<(long Seq, ReadOnlyMemory<byte> Body)> _reports =
        Channel.CreateBounded<(long, ReadOnlyMemory<byte>)>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _loop;
    private long _seq;

    /// <summary>Begins to speak.</summary>
    /// <param name="link">By which connection.</param>
    /// <param name="subjectOf">The subject of a kind of message.</param>
    /// <param name="now">How it stands; null = nobody listens, so nothing is said.</param>
    public Reporter(NatsLink link, Func<string, string> subjectOf, Func<AgentNow?> now)
    {
        (_link, _subjectOf, _now) = (link, subjectOf, now);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Takes a report; never waits.</summary>
    public void Add(ReadOnlyMemory<byte> body)
    {
        _reports.Writer.TryWrite((Interlocked.Increment(ref _seq), body));
        _wake.Release();
    }

    /// <summary>Says how it stands at once.</summary>
    public void Wake() => _wake.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _wake.Dispose();
    }

    private async Task LoopAsync()
    {
        var cancellation = _closing.Token;
        var beatTicks = Ticks.From(Protocol.Beat);
        var dueTicks = Ticks.Now;
        while (!cancellation.IsCancellationRequested)
        {
            var wait = TimeSpan.FromSeconds(Math.Max(0, Ticks.ToSeconds(dueTicks - Ticks.Now)));
            await _wake.WaitAsync(wait, cancellation);
            // What was wished for while a publish waited is one wish now.
            while (await _wake.WaitAsync(0, cancellation))
            {
            }

            // careful: looked at before the queue is emptied. Its last report was put in before the end came, so none is left behind.
            var now = _now();
            var said = false;
            while (_reports.Reader.TryRead(out var report))
                said |= await SayAsync(Subjects.Report, report.Seq, report.Body, cancellation);
            if (now is not null && (!said || HasEnded(now)))
                await SayAsync(now, Interlocked.Read(ref _seq), cancellation);
            dueTicks = Ticks.Now + beatTicks;
        }
    }

    // The end is said behind the last report, not in it: whoever hears it has heard all that was not lost.
    private async Task<bool> SayAsync(string kind, long seq, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        body.Length <= _link.BodyLimit && _now() is { } now
        && await SayAsync(now with { Kind = kind, Body = body, Phase = HasEnded(now) ? AgentPhase.Running : now.Phase }, seq, cancellation);

    private static bool HasEnded(AgentNow now) => now.Phase is AgentPhase.Done or AgentPhase.Failed;

    private async Task<bool> SayAsync(AgentNow now, long seq, CancellationToken cancellation)
    {
        var head = new AgentMessage { Phase = now.Phase, Seq = seq, Why = now.Why };
        try
        {
            await _link.PublishAsync(_subjectOf(now.Kind), Frame.Write(head, ClusterJson.Default.AgentMessage, now.Body.Span), cancellation);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // It was said in vain; the next second says it again, and what was in it is in the result.
            return false;
        }
    }
}
