namespace VllmStream.Profiling.Load;

/// <summary>The only way back into a run: ask it to drain, or to stop. Any thread, any number of times.</summary>
public sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _retryNow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when nothing more is to be sent.</summary>
    public CancellationToken NoMoreSends => _drain.Token;

    /// <summary>Cancelled when requests in flight are to be given up.</summary>
    public CancellationToken StopNow => _stop.Token;

    /// <summary>True once the user, or a rule, ended the run early.</summary>
    public bool WasInterrupted => InterruptedBy is not null;

    /// <summary>The signal that ended the run early (130 or 143 as exit code); null = none.</summary>
    public int? InterruptedBy { get; private set; }

    /// <summary>No more sends; requests in flight may finish.</summary>
    /// <param name="exitCode">Exit code of the signal that asks for it; null when a rule of the run does.</param>
    public void Drain(int? exitCode = null)
    {
        InterruptedBy ??= exitCode;
        _drain.Cancel();
    }

    /// <summary>No more sends, and requests in flight are given up.</summary>
    public void Stop(int? exitCode = null)
    {
        Drain(exitCode);
        _stop.Cancel();
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
