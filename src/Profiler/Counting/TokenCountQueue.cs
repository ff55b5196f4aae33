using System.Threading.Channels;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Counting;

/// <summary>The load's way to the aggregator when tokens are counted: records with text go round by the counter, everything else goes straight on.</summary>
/// <remarks>
/// Any thread writes. A change of phase may overtake records of before it, which is what the aggregator wants; only the last one waits
/// behind all records. Texts that wait are bounded: beyond that a request waits for its end, and nothing is dropped.
/// </remarks>
internal sealed class TokenCountQueue : ChannelWriter<RunItem>
{
    // 128 MB of text: a counter that is that far behind does not catch up.
    private const long DefaultMaxChars = 64 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Channel<RunItem> _texts;
    private readonly ChannelWriter<RunItem> _straight;
    private readonly long _maxChars;
    private long _chars;

    /// <summary>Prepares the way.</summary>
    /// <param name="straight">To the aggregator.</param>
    /// <param name="capacity">Records that may wait for the counter.</param>
    /// <param name="maxChars">Chars that may.</param>
    public TokenCountQueue(ChannelWriter<RunItem> straight, int capacity, long maxChars = DefaultMaxChars)
    {
        _maxChars = maxChars;
        _straight = straight;
        _texts = Channel.CreateBounded<RunItem>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>What waits for the counter.</summary>
    public ChannelReader<RunItem> Texts => _texts.Reader;

    /// <summary>A text was counted, or given up.</summary>
    public void Done(long chars) => Interlocked.Add(ref _chars, -chars);

    /// <inheritdoc/>
    public override bool TryWrite(RunItem item)
    {
        if (!WaitsForCounter(item))
            return _straight.TryWrite(item);
        var chars = item.Record?.Text?.Length ?? 0;
        if (chars > 0 && Interlocked.Read(ref _chars) >= _maxChars)
            return false;
        // careful: added before the record goes out, or the counter may be done first.
        Interlocked.Add(ref _chars, chars);
        if (_texts.Writer.TryWrite(item))
            return true;
        Done(chars);
        return false;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(RunItem item, CancellationToken cancellationToken = default) =>
        WaitsForCounter(item) ? WaitAsync(item, cancellationToken) : _straight.WriteAsync(item, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => _texts.Writer.WaitToWriteAsync(cancellationToken);

    /// <inheritdoc/>
    public override bool TryComplete(Exception? error = null) => _texts.Writer.TryComplete(error);

    private static bool WaitsForCounter(in RunItem item) => item.Record is { } record ? record.Text is not null : item.Phase == RunPhase.Finished;

    private async ValueTask WaitAsync(RunItem item, CancellationToken cancel)
    {
        while (!TryWrite(item))
        {
            if (_texts.Reader.Completion.IsCompleted)
                throw new ChannelClosedException();
            await Task.Delay(Pause, cancel);
        }
    }
}
