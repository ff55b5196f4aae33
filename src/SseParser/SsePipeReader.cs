using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace VllmStream.Sse;

/// <summary>Reads events from a <see cref="PipeReader"/>: wait, then take every event that is there.</summary>
/// <remarks>
/// <code>
/// while (await events.WaitAsync(cancellationToken))
/// {
///     while (events.TryRead(out SseEvent sseEvent)) { ... }
/// }
/// </code>
/// Used by one thread at a time. It does not complete the pipe; the owner of the pipe does, after disposing this.
/// </remarks>
public sealed class SsePipeReader : IDisposable
{
    // More than this left over from a read is one large event, or a cut one behind it.
    private const int HeldAbove = 64 * 1024;

    private readonly PipeReader _pipe;
    private readonly bool _handOutTail;
    private SseReader _reader;

    // What the reader has not taken: of the pipe's buffer, or of _held.
    private ReadOnlySequence<byte> _buffer;

    // The bytes of a large event, taken out of the pipe. In there, each read has to walk over all segments before the new one, which
    // made a line of 15 MiB in 1 KiB writes take 1.1 s instead of 0.06 s.
    private PooledBytes _held;

    // From the next read on, bytes go to _held.
    private bool _isHolding;

    // The pipe waits for AdvanceTo.
    private bool _isReading;

    // The pipe has no more bytes than _buffer.
    private bool _isCompleted;

    /// <summary>Creates a reader at the start of a body.</summary>
    /// <param name="pipe">The body.</param>
    /// <param name="handOutTail">Whether the last event is handed out even without its blank line (<see cref="SseReader.Complete"/>); WHATWG drops it.</param>
    /// <param name="maxEventBytes">See <see cref="SseReader.MaxEventBytes"/>.</param>
    public SsePipeReader(PipeReader pipe, bool handOutTail = false, int maxEventBytes = SseReader.DefaultMaxEventBytes)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        _pipe = pipe;
        _handOutTail = handOutTail;
        _reader = new SseReader(maxEventBytes);
    }

    /// <summary>Gets the reader's state: counters, last event ID, retry.</summary>
    public ref readonly SseReader Reader => ref _reader;

    /// <summary>Waits for more bytes; call it when <see cref="TryRead"/> has returned false.</summary>
    /// <returns>False at the end of the body.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the pipe's pending read.</exception>
    // Pooled: a read that has to wait would otherwise allocate its state machine each time.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default)
    {
        Advance();
        if (_isCompleted)
            return false;
        ReadResult result = await _pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
        _isCompleted = result.IsCompleted;
        if (_isHolding)
        {
            _held.Append(result.Buffer);
            _pipe.AdvanceTo(result.Buffer.End);
            _buffer = new ReadOnlySequence<byte>(_held.Memory);
        }
        else
        {
            _buffer = result.Buffer;
            _isReading = true;
        }

        if (result.IsCanceled)
            throw new OperationCanceledException("The pending read of the pipe was cancelled.");
        return true;
    }

    /// <summary>Takes the next event that has arrived; never waits.</summary>
    /// <param name="sseEvent">The event, valid until the next call of this or <see cref="WaitAsync"/>.</param>
    /// <returns>False if there is none yet.</returns>
    /// <exception cref="SseEventTooLargeException">An event has outgrown the limit.</exception>
    public bool TryRead(out SseEvent sseEvent) =>
        _isCompleted && _handOutTail ? _reader.Complete(ref _buffer, out sseEvent) : _reader.TryRead(ref _buffer, out sseEvent);

    /// <summary>Gives the buffers back and marks the bytes of the events read so far as consumed.</summary>
    public void Dispose()
    {
        Advance();
        _reader.Dispose();
        _held.Return();
        _isHolding = false;
        _isCompleted = true;
    }

    // Examined to the end: the pipe wakes the waiter only when there is something new to search.
    private void Advance()
    {
        long left = _buffer.Length;
        SequencePosition consumed = _buffer.Start;
        SequencePosition examined = _buffer.End;
        _buffer = default;
        if (_isReading)
        {
            _isReading = false;
            _pipe.AdvanceTo(consumed, examined);
            _isHolding = left > HeldAbove;
        }
        else if (_isHolding && _held.Length > 0)
        {
            _held.RemoveFirst(_held.Length - (int)left);
            _isHolding = left > 0;
            if (_isHolding)
                _buffer = new ReadOnlySequence<byte>(_held.Memory);
            else
                _held.ReturnIfLarger(HeldAbove);
        }
    }
}
