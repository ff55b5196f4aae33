using VllmStream.Cli.Running;
using VllmStream.Cluster.Agents;
using VllmStream.Profiling;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Cli.Agents;

/// <summary>One share of a run: a run that has looked at its server, and waits to be told when to begin. One caller; reports come on the aggregator's thread.</summary>
internal sealed class PreparedRun : IPreparedWork
{
    private readonly Redactor _redactor;
    private readonly ProfilerRun _run;
    private readonly string _records;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource<RunReady> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<ReadOnlyMemory<byte>>? _onReport;
    private Task<RunResult>? _running;

    /// <summary>Prepares; nothing is dialled.</summary>
    /// <exception cref="OptionException">It cannot be run here.</exception>
    internal PreparedRun(RunOptions options, AgentAssignment assignment, string records, Action<string> say)
    {
        (_redactor, _records) = (Redactor.Of(options), records);
        _run = ProfilerRun.Create(
            options,
            new RunSinks
            {
                OpenNdjson = () => RunOutput.Open(records),
                OnTalk = line => say(_redactor.Clean(line)),
                RefuseTarget = assignment.Targets.Refuse,
                OnReady = ready =>
                {
                    _said.AddRange(Introduction.Of(ready));
                    _ready.TrySetResult(ready);
                },
                StartAt = () => _start.Task,
                OnReport = report => _onReport?.Invoke(ShareBytes.Of(report)),
            },
            assignment.Run);
    }

    /// <summary>Looks at the server.</summary>
    /// <returns>What the coordinator should know.</returns>
    /// <exception cref="OptionException">The server cannot be asked.</exception>
    internal async Task<ReadOnlyMemory<byte>> PrepareAsync(CancellationToken cancellation)
    {
        await using var stop = cancellation.Register(() => _run.Control.Stop());
        _running = Task.Run(_run.RunAsync, CancellationToken.None);
        if (await Task.WhenAny(_ready.Task, _running) == _running)
        {
            var result = await _running;
            cancellation.ThrowIfCancellationRequested();
            throw new OptionException(_redactor.Clean(result.Failure?.Text ?? "the run ended before it began"), result.Failure?.Attempt);
        }

        var ready = await _ready.Task;
        return new ShareFacts(ready.Run, _said).ToBytes(_redactor);
    }

    /// <inheritdoc/>
    public async Task<AgentResult> RunAsync(long startTicks, Action<ReadOnlyMemory<byte>> onReport, AgentControl control)
    {
        _onReport = onReport;
        await using var drain = control.DrainToken.Register(() => _run.Control.Drain(ExitCode.Interrupted, control.Why));
        await using var stop = control.StopToken.Register(() => _run.Control.Stop(ExitCode.Interrupted));
        using var over = new CancellationTokenSource();
        var taking = TakeOverAsync(control, over.Token);
        _start.TrySetResult(startTicks);
        try
        {
            var result = await _running!;
            return new AgentResult(new ShareResult(result.Summary, result.Start) { InFlight = result.InFlight }.ToBytes(_redactor), _records);
        }
        finally
        {
            await over.CancelAsync();
            await taking;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _start.TrySetCanceled();
        _run.Control.Stop();
        if (_running is not null)
            await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _run.Dispose();
    }

    private async Task TakeOverAsync(AgentControl control, CancellationToken over)
    {
        try
        {
            await foreach (var share in control.AddedShares.ReadAllAsync(over))
                _run.Control.TakeOver(new LostShare(share.Share, share.Part, share.Parts, share.FromTicks));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
