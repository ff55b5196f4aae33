using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Agents;

/// <summary>One run of an agent, from its assignment until its result was fetched or has been kept for long enough. Any thread.</summary>
/// <remarks>One method goes through the phases in order (LifeAsync); orders from outside only complete or cancel what it waits for.</remarks>
internal sealed class AgentJob : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(500);

    private readonly NatsLink _link;
    private readonly IAgentWork _work;
    private readonly AgentSettings _settings;
    private readonly Action<string> _note;
    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly AgentControl _control = new();
    private readonly CancellationTokenSource _released = new();
    private readonly TaskCompletionSource<long> _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Reporter _reporter;
    private readonly Task _life;
    private CoordinatorEar? _ear;
    private AgentNow _now = new(Subjects.Report, AgentPhase.Preparing, null, default);
    private ChunkSource? _result;
    private ChunkSource? _records;
    private string? _recordFile;
    private int _isDisposed;

    /// <summary>Takes a run and begins to prepare it.</summary>
    public AgentJob(NatsLink link, string agent, AssignMessage message, IAgentWork work, AgentSettings settings, Action<string> note)
    {
        (_link, _work, _settings, _note, Message) = (link, work, settings, note, message);
        _folder = Path.Combine(settings.WorkFolder, $"vllmstream-{agent}-{message.Share}-{RandomName.Run()}");
        _reporter = new Reporter(link, kind => Subjects.FromAgent(message.Token, agent, kind), NowToSay);
        _life = Task.Run(LifeAsync);
    }

    /// <summary>The assignment.</summary>
    public AssignMessage Message { get; }

    /// <summary>How far it is.</summary>
    public AgentPhase Phase
    {
        get
        {
            lock (_gate)
                return _now.Phase;
        }
    }

    /// <summary>True as long as nothing else may run beside it.</summary>
    public bool IsBusy => Phase is AgentPhase.Preparing or AgentPhase.Ready or AgentPhase.Running or AgentPhase.Draining;

    /// <summary>Completes when nothing of it is left to do or to fetch.</summary>
    public Task Gone => _life;

    /// <summary>Starts the load at an instant.</summary>
    /// <returns>Why not; null = it will, or does already.</returns>
    public string? Go(long startTicks)
    {
        _ear?.Heard();
        if (Phase == AgentPhase.Ready)
        {
            _go.TrySetResult(startTicks);
            return null;
        }

        // The order came twice, as an answer got lost.
        return _go.Task.IsCompletedSuccessfully && _go.Task.Result == startTicks ? null : $"it is not ready but {Word(Phase)}";
    }

    /// <summary>Sends no more requests.</summary>
    public void Drain(string? why)
    {
        if (Phase is AgentPhase.Preparing or AgentPhase.Ready)
        {
            Release();
            return;
        }

        if (TryChange(AgentPhase.Running, AgentPhase.Draining, why))
            _control.Drain(why);
    }

    /// <summary>Ends at once, with the result so far.</summary>
    public void Stop(string? why)
    {
        Drain(why);
        _control.Stop();
    }

    /// <summary>Takes over a part of a lost share.</summary>
    public string? Add(ShareMessage message)
    {
        if (Phase != AgentPhase.Running)
            return $"it is {Word(Phase)}";
        _control.Add(new AddedShare(message.Share, message.Part, message.Parts, message.FromTicks));
        return null;
    }

    /// <summary>Nobody wants anything more of it: its result was fetched, or the run was called off.</summary>
    public void Release()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
            return;
        _control.Stop();
        _released.Cancel();
    }

    /// <summary>A part of the result.</summary>
    public byte[] ResultPart(ChunkRequest request)
    {
        _ear?.Heard();
        ChunkHead head;
        lock (_gate)
        {
            if (_result is null)
                return ChunkSource.Refuse(_now.Phase == AgentPhase.Failed ? _now.Why ?? "it failed" : $"it is {Word(_now.Phase)}, there is no result yet", _now.Phase);
            head = new ChunkHead { Phase = _now.Phase, RecordFile = _recordFile, Why = _now.Why };
        }

        return _result.Answer(request, _link.BodyLimit, head);
    }

    /// <summary>A part of the file with the records.</summary>
    public async Task<byte[]> RecordPartAsync(ChunkRequest request)
    {
        _ear?.Heard();
        if (_result is null || _recordFile is not { } path)
            return ChunkSource.Refuse("it has written no records", Phase);
        try
        {
            // careful: only this one file, whatever is asked for.
            _records ??= await ChunkSource.OfFileAsync(path, CancellationToken.None);
            return _records.Answer(request, _link.BodyLimit, new ChunkHead { Phase = Phase });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ChunkSource.Refuse($"its records cannot be read: {e.Message}", Phase);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Release();
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        // An engine that does not end must not keep the agent from leaving.
        await _life.WaitAsync(EndTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _reporter.DisposeAsync();
        _control.Dispose();
        _released.Dispose();
    }

    private async Task LifeAsync()
    {
        var released = _released.Token;
        try
        {
            _ear = await CoordinatorEar.ListenAsync(_link, Message.Token, _settings.CoordinatorSilence, released);
            await RunAsync(released);
            _note($"run {Message.Run}: {Word(Phase)}{(Why is { } why ? $": {why}" : "")}");
            await KeepAsync(released);
        }
        catch (OperationCanceledException) when (released.IsCancellationRequested)
        {
            // Called off before it began, or let go; nothing is left to say.
        }
        finally
        {
            lock (_gate)
                _now = _now with { Phase = _now.Phase is AgentPhase.Done or AgentPhase.Failed or AgentPhase.Refused ? _now.Phase : AgentPhase.Idle };
            if (_ear is not null)
                await _ear.DisposeAsync();
            FileFetcher.Delete(_folder, _note);
        }
    }

    private async Task RunAsync(CancellationToken released)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(released);
        var watching = WatchCoordinatorAsync(watch.Token);
        try
        {
            if (await PrepareAsync(released) is not { } prepared)
                return;
            await using (prepared.Work)
            {
                Change(new AgentNow(Subjects.Ready, AgentPhase.Ready, null, prepared.Facts));
                var start = await _go.Task.WaitAsync(released);
                Change(new AgentNow(Subjects.Report, AgentPhase.Running, null, default));
                var result = await prepared.Work.RunAsync(start, _reporter.Add, _control);
                (_result, _recordFile) = (ChunkSource.Of(result.Summary), result.RecordFile);
                Change(new AgentNow(Subjects.Ended, AgentPhase.Done, Why, default));
            }
        }
        catch (Exception e) when (!released.IsCancellationRequested)
        {
            Change(new AgentNow(Subjects.Ended, AgentPhase.Failed, e.Message, default));
        }
        finally
        {
            await watch.CancelAsync();
            await watching;
        }
    }

    // Null when it refused.
    private async Task<PreparedShare?> PrepareAsync(CancellationToken released)
    {
        try
        {
            var assignment = new AgentAssignment
            {
                Run = Message.Run, Share = Message.Share, Shares = Message.Shares, Seed = Message.Seed, Args = Message.Args, Key = Message.Key, Targets = _settings.Targets,
                Files = await FileFetcher.FetchAsync(_link, Message, _folder, released),
            };
            // careful: by what our own engine reads out of the command line, not by what the coordinator says of it.
            foreach (var target in _work.TargetsOf(assignment))
            {
                if (_settings.Targets.Refuse(target) is { } why)
                    throw new ClusterException(why);
            }

            var prepared = await _work.PrepareAsync(assignment, released);
            if (prepared.Facts.Length <= _link.BodyLimit)
                return prepared;
            await prepared.Work.DisposeAsync();
            throw new ClusterException($"what it has to say of its server is {prepared.Facts.Length} bytes, more than the broker takes");
        }
        catch (Exception e) when (e is OptionException or ClusterException or IOException or UnauthorizedAccessException)
        {
            Change(new AgentNow(Subjects.Ready, AgentPhase.Refused, e.Message, default));
            return null;
        }
    }

    private async Task WatchCoordinatorAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            if (_ear is { IsSilent: true })
                Drain($"the coordinator was not heard for {_settings.CoordinatorSilence.TotalSeconds:0.#} s");
            await Task.Delay(WatchPause, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A refusal is repeated as long as somebody listens; a result is kept for one who comes later.
    private async Task KeepAsync(CancellationToken released)
    {
        var untilTicks = Ticks.Now + Ticks.From(_settings.KeepResults);
        while (Ticks.Now < untilTicks && !(Phase == AgentPhase.Refused && _ear is { IsSilent: true }))
            await Task.Delay(WatchPause, released);
    }

    private string? Why
    {
        get
        {
            lock (_gate)
                return _now.Why;
        }
    }

    // After the end nothing is said to an empty room; whoever comes later is heard first.
    private AgentNow? NowToSay()
    {
        lock (_gate)
            return _now.Phase == AgentPhase.Idle || (_now.Phase is AgentPhase.Done or AgentPhase.Failed && _ear is { IsSilent: true }) ? null : _now;
    }

    private void Change(AgentNow now)
    {
        lock (_gate)
            _now = now;
        _reporter.Wake();
    }

    private bool TryChange(AgentPhase from, AgentPhase to, string? why)
    {
        lock (_gate)
        {
            if (_now.Phase != from)
                return false;
            _now = _now with { Phase = to, Why = why };
        }

        _reporter.Wake();
        return true;
    }

    private static string Word(AgentPhase phase) => phase.ToString().ToLowerInvariant();
}
