using System.Buffers;
using System.Runtime.CompilerServices;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Http.Http2;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Recording;

/// <summary>Takes one request from its schedule to its record. One request at a time; reused, so that a request costs little garbage.</summary>
/// <remarks>
/// Runs on its lane: one thread where that is an event loop, else whatever thread brought the last bytes.
/// Other threads may only ask it to end (<see cref="Cancel"/>).
/// </remarks>
public sealed partial class RequestRunner : ICarried, IDisposable
{
    // Of a refused request's answer this much is read; its text is cut further where it is shown.
    private const int MaxErrorBodyBytes = 64 * 1024;

    // A reset or FIN that was under way when we sent is here within a round trip; a second is more than any.
    private static readonly long GoneAlreadyTicks = Ticks.FromSeconds(1);

    private readonly RunnerContext _context;
    private readonly RequestDeadline _deadline;
    private readonly Carrier _carrier;
    private readonly AnswerReader _answer = new();
    private readonly LiveCell _live = new();
    private readonly int _place;
    private BodyCapture? _capture;

    // The capture while this request uses it.
    private BodyCapture? _kept;
    private TextCollector? _text;

    // True when the text goes with the record of this request.
    private bool _isTextKept;

    private PlannedRequest _planned;
    private RequestMarks _marks;
    private int _attempt;
    private long _completeTicks;
    private bool _resent;
    private long? _staleIdleTicks;
    private volatile bool _clockStepped;
    private long _firstSentTicks;
    private long _beforeWriteTicks;
    private bool _isLagCounted;

    // How the body ended.
    private BodyRead _lastRead;

    /// <summary>Makes a runner that can be used again and again.</summary>
    public RequestRunner(RunnerContext context)
    {
        _context = context;
        _deadline = new RequestDeadline(context.Timeouts, context.Lane);
        _carrier = context.Http2 is { } client ? new StreamCarrier(client, this) : new PipeCarrier(context.Lane, context.Target, this);
        _place = context.Active.Add(this);
    }

    /// <summary>Hears of tokens while the request runs; null = nobody does.</summary>
    public TokenMeter? Meter { get; set; }

    /// <summary>What the request that it has run asked.</summary>
    public PromptText Prompt => _planned.Spec.Prompt;

    HttpRequestWriter ICarried.Writer => _context.Routes[_planned.Kind.Route].Writer;

    RequestId ICarried.RequestId => new(_context.RequestIdPrefix, _planned.Id, _attempt);

    /// <summary>How far its request is, for any thread.</summary>
    internal LiveCell Live => _live;

    private IEndpoint Endpoint => _context.Routes[_planned.Kind.Route].Endpoint;

    /// <summary>Takes on a request; <see cref="RunAsync"/> sends it.</summary>
    // careful: not an argument of RunAsync, where each request in flight would hold three copies of it.
    public void Assign(in PlannedRequest planned) => _planned = planned;

    /// <summary>Sends the request and reads its answer to the end.</summary>
    /// <param name="attempt">1 for the first attempt.</param>
    /// <param name="firstSentTicks">When an earlier attempt had been sent, from which latency counts then; 0 = none was.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RequestRecord> RunAsync(int attempt, long firstSentTicks = 0)
    {
        Prepare(attempt);
        _firstSentTicks = firstSentTicks;
        try
        {
            if (await ConnectAsync(mayReuse: true) is { } refused)
                return NoConnection(refused);
            var head = await SendAsync();
            if (MayResend(head))
            {
                // A kept connection that the server had given up: what any HTTP client does, once, on a new one. The time it cost is wait.
                _staleIdleTicks = _carrier.IdleTicks;
                _carrier.Release(keep: false);
                if (await ConnectAsync(mayReuse: false) is { } refusedAgain)
                    return NoConnection(refusedAgain);
                _resent = true;
                head = await SendAsync();
            }
            return await ReadAsync(head);
        }
        finally
        {
            _deadline.End();
            ShowEnd();
            // careful: after End, so that nobody aborts a connection that is already someone else's.
            _carrier.Release(keep: _deadline.EndedAs is null);
        }
    }

    /// <summary>True when the request's user has left at a time, whatever attempt is under way then.</summary>
    public bool HasLeftBy(long firstSentTicks, long ticks) => _planned.LeaveAfterTicks > 0 && firstSentTicks > 0 && ticks >= firstSentTicks + _planned.LeaveAfterTicks;

    /// <summary>Notes on its record that the wall clock was set while it ran. Any thread.</summary>
    public void MarkClockStep() => _clockStepped = true;

    /// <summary>Ends it as cancelled by us. Any thread.</summary>
    public void Cancel() => _deadline.Cancel();

    void ICarried.WriteBody(IBufferWriter<byte> output) => Endpoint.WriteBody(output, _planned.Spec);

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Active.Remove(_place);
        _deadline.Dispose();
        _answer.Dispose();
        _carrier.Dispose();
    }

    private void Prepare(int attempt)
    {
        _attempt = attempt;
        _completeTicks = 0;
        _resent = false;
        _clockStepped = false;
        // Asked once and not at every read: kept for the record, or because somebody looks into the document.
        _kept = _context.KeepBodies || _planned.Kind.NeedsDocument ? _capture ??= new BodyCapture() : null;
        _kept?.Clear();
        _isTextKept = false;
        _marks = new RequestMarks { Scheduled = _planned.ScheduledTicks, Started = Ticks.Now };
        // A retry is late by design.
        _isLagCounted = attempt > 1;
        ShowBegin();
    }

    // The request goes out now, or begins to look for the connection on which it will.
    private void CountLag()
    {
        if (!_isLagCounted)
            _context.Lane.Health.Sends.Add(Ticks.Now - _planned.FreeTicks);
        _isLagCounted = true;
    }

    // Only a connection that was gone already: one that ends after a while has taken the request with it.
    private bool MayResend(in HeadRead head) => _carrier.Reused == true && head.End == HeadEnd.NoAnswer && _deadline.EndedAs is null
        && (_marks.Sent == 0 || head.ArrivedTicks - _marks.Sent < GoneAlreadyTicks);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestError?> ConnectAsync(bool mayReuse)
    {
        _deadline.Begin(Ticks.Now, _planned.LeaveAfterTicks, _firstSentTicks);
        if (_context.Active.IsClosed)
            _deadline.Cancel();
        if (!mayReuse || !_carrier.TryReuse())
        {
            CountLag();
            if (await _carrier.ConnectAsync(_deadline.CancelsConnecting()) is { } refused)
                return refused;
            _marks.Connected = _carrier.ConnectedTicks;
        }
        _deadline.Attach(_carrier);
        Show(LivePhase.Send);
        return null;
    }

    // Not async where the write is done at once, which it nearly always is: a state machine less for every request in flight.
    private ValueTask<HeadRead> SendAsync()
    {
        // careful: the read is under way before the write, so that an answer is stamped when it comes, and one that comes
        // before the server has read the whole request (413, 429) is not lost with the connection that it then closes.
        var reading = _carrier.ReadHeadAsync();
        var request = _carrier.Compose();
        CountLag();
        _beforeWriteTicks = Ticks.Now;
        var writing = _carrier.WriteAsync(request);
        if (!writing.IsCompletedSuccessfully)
            return FinishSendAsync(writing.AsTask(), reading.AsTask());
        Sent(writing.Result);
        return reading;
    }

    private async ValueTask<HeadRead> FinishSendAsync(Task<long> sent, Task<HeadRead> head)
    {
        if (await Task.WhenAny(sent, head) == sent)
            Sent(await sent);
        return await head;
    }

    private void Sent(long ticks)
    {
        _marks.Sent = ticks;
        if (ticks == 0)
            return;
        _deadline.Sent(ticks);
        Show(LivePhase.Wait);
    }
}
