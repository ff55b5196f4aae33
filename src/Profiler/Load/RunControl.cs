namespace VllmStream.Profiling.Load;

/// <summary>The only way back into a run: ask it to drain, to stop, or to load more, less, or anew. Any thread, any number of times.</summary>
public sealed class RunControl : IDisposable
{
    private const string NotBegun = "the load has not begun";

    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile LoadSteering? _steering;
    private readonly List<LostShare> _early = [];
    private volatile Func<LostShare, string?>? _takeOver;
    private TaskCompletionSource _retryNow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when nothing more is to be sent.</summary>
    public CancellationToken NoMoreSends => _drain.Token;

    /// <summary>Cancelled when requests in flight are to be given up.</summary>
    public CancellationToken StopNow => _stop.Token;

    /// <summary>Why the load cannot be changed from here; null = it can, once it has begun.</summary>
    public string? WhyFixed { get; init; }

    /// <summary>True once the user, or a rule, ended the run early.</summary>
    public bool WasInterrupted => InterruptedBy is not null;

    /// <summary>The signal that ended the run early (130 or 143 as exit code); null = none.</summary>
    public int? InterruptedBy { get; private set; }

    /// <summary>What ended the run early, where it was no signal of this process; null = a signal, or nothing.</summary>
    public string? InterruptedWhy { get; private set; }

    /// <summary>No more sends; requests in flight may finish.</summary>
    /// <param name="exitCode">Exit code of the signal that asks for it; null when a rule of the run does.</param>
    /// <param name="why">What asks for it, where it is no signal of this process.</param>
    public void Drain(int? exitCode = null, string? why = null)
    {
        if (InterruptedBy is null)
            (InterruptedBy, InterruptedWhy) = (exitCode, why);
        _drain.Cancel();
    }

    /// <summary>No more sends, and requests in flight are given up.</summary>
    public void Stop(int? exitCode = null)
    {
        Drain(exitCode);
        _stop.Cancel();
    }

    /// <summary>More or less load: a tenth of the level at the start (of requests in flight and users at least one), up or down.</summary>
    /// <param name="direction">+1 or -1.</param>
    /// <returns>Null when it was made, else why not.</returns>
    public string? Step(int direction)
    {
        ArgumentOutOfRangeException.ThrowIfZero(direction);
        return _steering is { } steering ? steering.Step(Math.Sign(direction)) : WhyFixed ?? NotBegun;
    }

    /// <summary>Sets aside what has been measured and measures anew, for as long or as many requests as the first time.</summary>
    /// <returns>Null when it was done, else why not.</returns>
    public string? NewWindow() => _steering is { } steering ? steering.NewWindow() : WhyFixed ?? NotBegun;

    /// <summary>Takes over a part of what another process was to send of the same run.</summary>
    /// <returns>Null when it was done, else why not.</returns>
    /// <remarks>Before the load has begun it is kept until then.</remarks>
    public string? TakeOver(LostShare share)
    {
        lock (_early)
        {
            if (_takeOver is null)
            {
                _early.Add(share);
                return null;
            }
        }

        return _takeOver(share);
    }

    /// <summary>The load has begun, and can be changed.</summary>
    internal void Steer(LoadSteering steering, Func<LostShare, string?> takeOver)
    {
        LostShare[] early;
        lock (_early)
        {
            (_steering, _takeOver) = (steering, takeOver);
            early = [.. _early];
        }

        foreach (var share in early)
            takeOver(share);
    }

    /// <summary>Looks for the server at once, where the run waits before it looks again.</summary>
    public void RetryNow() =>
        Interlocked.Exchange(ref _retryNow, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits, at most until <see cref="RetryNow"/>.</summary>
    internal async Task PauseAsync(TimeSpan wait, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(Volatile.Read(ref _retryNow).Task, Task.Delay(wait, over.Token));
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _drain.Dispose();
        _stop.Dispose();
    }
}
