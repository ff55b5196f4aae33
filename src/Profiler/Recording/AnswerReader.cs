using System.Buffers;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Sse;

namespace VllmStream.Profiling.Recording;

/// <summary>Reads the body of one answer as it arrives: recognises what it is, takes marks and counts, and says in the end what it was.</summary>
/// <remarks>
/// One per request in flight; <see cref="Begin"/> makes it ready for the next one, so it can be pooled. Used by the one thread that reads the
/// socket. Allocates nothing per event: gaps go into a pooled array, and text is kept only when a collector is given.
/// </remarks>
public sealed partial class AnswerReader : IDisposable
{
    /// <summary>The most bytes of an answer in one piece that are kept until its end.</summary>
    public const int MaxDocumentBytes = 64 * 1024 * 1024;

    // Enough of a proxy's error page to recognise it.
    private const int HeadBytes = 256;

    private readonly AnswerTally _tally = new();
    private IEndpoint _endpoint = new ChatEndpoint();
    private TextCollector? _text;
    private SseReader _sse = new(SseReader.DefaultMaxEventBytes);
    private ChunkFacts _facts;
    private OpenBlock _open;
    private string? _contentType;
    private bool _streamAsked;
    private int _choices;
    private int? _expectedTokens;

    private BodyKind _kind;
    private StreamWarnings _warnings;
    private ApiError? _error;

    // Set when an event or document outgrew its limit: the rest of the body is thrown away as it comes.
    private bool _isTooLarge;

    // How a body begins that is no event stream, or not known to be one.
    private byte[]? _head;
    private int _headCount;

    // Bytes of the body that the last call left with the caller: what is more has arrived since.
    private long _left;
    private long _bytes;
    private long _lastTicks;
    private int _reads;
    private int _maxEventsPerRead;
    private int _events;
    private int _chunks;
    private int _others;
    private int _heartbeats;
    private int _malformed;
    private int _doneCount;

    // Set by an event that ends its stream by its meaning, in the APIs without [DONE].
    private bool _isEnded;
    private int _eventsAfterDone;
    private int _errorFields;
    private int _splitEvents;
    private bool _hasPartialTail;

    // Whether the first chunk named a role and brought nothing: such a chunk comes with or long before the first token.
    private bool _roleFirst;

    /// <summary>True when the end marker came: whatever follows does not count, so nobody needs to wait for it.</summary>
    public bool AnswerComplete => _isEnded || _doneCount > 0;

    /// <summary>Events with data so far.</summary>
    public int Events => _events;

    /// <summary>Token events so far.</summary>
    public int TokenEvents => _tally.TokenEvents;

    /// <summary>How far the answer has come.</summary>
    internal AnswerProgress Progress =>
        new(_tally.TokenEvents, _events, _reads, _bytes, _tally.LastGapUs, _tally.MaxGapUs, _tally.MaxGapToken, _tally.Usage.Prompt);

    /// <summary>The gaps so far, in an array that goes back to a pool with the next call.</summary>
    internal (int[]? Items, int Count) Gaps => _tally.Gaps;

    /// <summary>Those of them that came in one read with the one before, and so have its time.</summary>
    public int SharedTokens => _tally.SharedTokens;

    /// <summary>True when a token has come: which time-out applies depends on it.</summary>
    public bool HasToken => _tally.TokenEvents > 0;

    /// <summary>Makes the reader ready for an answer.</summary>
    /// <param name="endpoint">Says what its events mean.</param>
    /// <param name="streamAsked">True when the request asked for a stream.</param>
    /// <param name="contentType">The Content-Type header; null without one.</param>
    /// <param name="choices">Choices asked for.</param>
    /// <param name="meter">Hears of tokens at once; null = nobody listens.</param>
    /// <param name="text">Collects the text; null = nobody wants it.</param>
    /// <param name="expectedTokens">Tokens per choice that must come because the request ignores the end of text; null = any number.</param>
    public void Begin(
        IEndpoint endpoint,
        bool streamAsked,
        string? contentType,
        int choices,
        TokenMeter? meter,
        TextCollector? text,
        int? expectedTokens = null)
    {
        _endpoint = endpoint;
        _streamAsked = streamAsked;
        _contentType = contentType;
        _choices = Math.Max(1, choices);
        _text = text;
        _expectedTokens = expectedTokens;
        _tally.Reset(_choices);
        _tally.Meter = meter;
        _sse.Reset();
        _facts.BeginStream();
        _open = default;
        _kind = BodyKind.Undecided;
        _warnings = StreamWarnings.None;
        _error = null;
        _isTooLarge = _hasPartialTail = _roleFirst = _isEnded = false;
        _headCount = _reads = _maxEventsPerRead = _events = _chunks = _others = 0;
        _heartbeats = _malformed = _doneCount = _eventsAfterDone = _errorFields = _splitEvents = 0;
        _left = _bytes = _lastTicks = 0;
    }

    /// <summary>Takes what has arrived. Called once per read of the socket.</summary>
    /// <param name="body">All bytes of the body that were not taken yet, oldest first; cut to those that must come again with the next call.</param>
    /// <param name="arrivedTicks">When the newest of them arrived.</param>
    /// <param name="marks">Marks of the request; <see cref="RequestMarks.Sent"/> must be set for a <see cref="TokenMeter"/> to hear of a first token.</param>
    public void Read(ref ReadOnlySequence<byte> body, long arrivedTicks, ref RequestMarks marks)
    {
        if (_kind == BodyKind.Undecided)
            _kind = BodySniffer.Judge(Contiguous(body));
        CountRead(body, arrivedTicks, ref marks);
        switch (_kind)
        {
            case BodyKind.Events or BodyKind.Text when !_isTooLarge:
                ReadEvents(ref body, arrivedTicks, ref marks);
                break;
            case BodyKind.Json when !_isTooLarge:
                _isTooLarge = body.Length > MaxDocumentBytes;
                break;
            case BodyKind.Undecided:
                // Blank lines for ever: keep what a sniffer needs.
                if (body.Length > HeadBytes)
                    body = body.Slice(body.Length - HeadBytes);
                break;
            default:
                body = body.Slice(body.End);
                break;
        }

        if (_isTooLarge)
            body = body.Slice(body.End);
        _left = body.Length;
    }

    /// <summary>Gives pooled buffers back.</summary>
    public void Dispose()
    {
        _tally.Reset(1);
        _facts.BeginStream();
        _sse.Dispose();
    }

    private void CountRead(in ReadOnlySequence<byte> body, long arrivedTicks, ref RequestMarks marks)
    {
        var arrived = body.Length - _left;
        if (arrived <= 0)
            return;
        _reads++;
        _lastTicks = arrivedTicks;
        if (marks.FirstByte == 0)
            marks.FirstByte = arrivedTicks;
        if (_kind != BodyKind.Events && _headCount < HeadBytes)
            KeepHead(body.Slice(_left, Math.Min(arrived, HeadBytes - _headCount)));
        _bytes += arrived;
    }

    private void KeepHead(in ReadOnlySequence<byte> more)
    {
        _head ??= new byte[HeadBytes];
        more.CopyTo(_head.AsSpan(_headCount));
        _headCount += (int)more.Length;
    }

    private void ReadEvents(ref ReadOnlySequence<byte> body, long arrivedTicks, ref RequestMarks marks)
    {
        var before = _events + _heartbeats;
        var length = body.Length;
        try
        {
            if (body.IsSingleSegment)
                ReadSegment(ref body, arrivedTicks, ref marks);
            else
            {
                while (_sse.TryRead(ref body, out var sseEvent))
                    OnEvent(sseEvent, arrivedTicks, ref marks);
            }

            // Whole events and nothing behind them, as nearly every read brings: no block is open.
            if (!body.IsEmpty || _events + _heartbeats == before)
                LookIntoOpenBlock(body, length - body.Length, arrivedTicks, ref marks);
        }
        catch (SseEventTooLargeException)
        {
            _isTooLarge = true;
        }

        _maxEventsPerRead = Math.Max(_maxEventsPerRead, _events + _heartbeats - before);
    }

    // Slicing a memory is half the price of slicing a sequence, and this is the path of nearly every read.
    private void ReadSegment(ref ReadOnlySequence<byte> body, long arrivedTicks, ref RequestMarks marks)
    {
        var segment = body.First;
        var length = segment.Length;
        while (_sse.TryRead(ref segment, out var sseEvent))
            OnEvent(sseEvent, arrivedTicks, ref marks);
        body = body.Slice(length - segment.Length);
    }

    private void LookIntoOpenBlock(in ReadOnlySequence<byte> body, long taken, long arrivedTicks, ref RequestMarks marks)
    {
        _open.Shift(taken, StrangeLines);
        if (!body.IsSingleSegment)
            return;
        while (_open.TryNext(body.FirstSpan, arrivedTicks, out var line, out var lineTicks))
        {
            _splitEvents++;
            OnData(default, line, lineTicks, ref marks);
        }
    }

    // Only the first reads of a body come here, and hardly ever in several segments.
    private static ReadOnlySpan<byte> Contiguous(ReadOnlySequence<byte> body)
        => body.IsSingleSegment ? body.FirstSpan : body.ToArray();
}
