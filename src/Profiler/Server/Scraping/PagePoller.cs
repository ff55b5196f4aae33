using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server.Scraping;

/// <summary>Reads a page once a second, and at once when it is told to, without anybody waiting for it. The sampler beats; pages are read on threads of the pool.</summary>
internal sealed class PagePoller : IDisposable
{
    private static readonly long PeriodTicks = Ticks.FromSeconds(1);

    // Who needs longer than a period would be asked again before it has answered.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    // vLLM with all its series and eight engines writes half a megabyte.
    private const long MaxPageBytes = 16 * 1024 * 1024;

    private readonly ServerClient _client;
    private readonly string _url;
    private readonly string _shown;
    private readonly Action? _onAsk;
    private readonly Action<ReadOnlyMemory<byte>, string?, long> _onPage;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private bool _isOver;
    private bool _isAskedAgain;
    private long _nextTicks;

    /// <summary>Prepares a reader of one page.</summary>
    /// <param name="address">The page.</param>
    /// <param name="options">How the server under load is reached.</param>
    /// <param name="onPage">Gets the page, or why there is none, and when it came; called on a thread of the pool, never twice at a time.</param>
    /// <param name="onAsk">Hears that it is about to be asked for; the same.</param>
    public PagePoller(MetricsAddress address, RunOptions options, Action<ReadOnlyMemory<byte>, string?, long> onPage, Action? onAsk = null)
    {
        _client = new ServerClient(address.Origin, address.Reached(options.Connection, options.Target), AnswerTime, MaxPageBytes, accept: "text/plain");
        _url = address.Url;
        _shown = address.Shown;
        (_onPage, _onAsk) = (onPage, onAsk);
    }

    /// <summary>Begins to read where it is time.</summary>
    public void Beat(long nowTicks)
    {
        lock (_gate)
        {
            if (_isOver || !_reading.IsCompleted || (nowTicks < _nextTicks && !_isAskedAgain))
                return;
            _isAskedAgain = false;
            _nextTicks = nowTicks - _nextTicks < PeriodTicks ? _nextTicks + PeriodTicks : nowTicks + PeriodTicks;
            _reading = Task.Run(ReadAsync);
        }
    }

    /// <summary>Asks for a look at once, or, while one is under way, for another one after it.</summary>
    public void AskAgain()
    {
        lock (_gate)
            _isAskedAgain = true;
    }

    /// <summary>Reads no more.</summary>
    public void Quit()
    {
        lock (_gate)
            _isOver = true;
    }

    /// <summary>One look after everything else, and no more. Any thread but the pool's own reader.</summary>
    public async Task FinishAsync()
    {
        Task reading;
        bool wasOver;
        lock (_gate)
        {
            (reading, wasOver) = (_reading, _isOver);
            _isOver = true;
        }
        await reading;
        if (!wasOver)
            await Task.Run(ReadAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Quit();
        _stop.Cancel();
        // What is under way hears of the end at once; its client must outlive it.
        _ = _reading.ContinueWith(_ => _client.Dispose(), TaskScheduler.Default);
    }

    // careful: never throws, whatever the other side does: a page is no part of the measurement.
    private async Task ReadAsync()
    {
        ReadOnlyMemory<byte> page = default;
        string? problem;
        _onAsk?.Invoke();
        try
        {
            var (answer, failure) = await _client.AskAsync(_url, json: null, AnswerTime, _stop.Token);
            problem = failure is not null ? failure.Text
                : !answer!.IsSuccess ? $"{answer.Status} {answer.Reason}".TrimEnd()
                : answer.BodyProblem is { } unread ? $"the page {unread}"
                : null;
            page = problem is null ? answer!.Body : default;
        }
        catch (Exception e)
        {
            if (_stop.IsCancellationRequested)
                return;
            problem = e.Message;
        }
        _onPage(page, problem?.Replace(_url, _shown, StringComparison.Ordinal), Ticks.Now);
    }
}
