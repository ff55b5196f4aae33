using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>Everything before the load: is the server there, which model, and does a request go through.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="walk">Follows redirects of that server.</param>
/// <param name="contextOf">What a request is sent with, for options that may name another server by now.</param>
/// <param name="board">Shows where it is.</param>
/// <param name="control">May cut a wait short.</param>
/// <param name="talk">Hears what is waited for.</param>
internal sealed class ServerSetup(
    RunOptions options, RedirectWalk walk, Func<RunOptions, RunnerContext> contextOf, StartBoard board, RunControl control, Action<string>? talk)
{
    // Of a long answer enough is seen by then; what the rest would tell is learnt from the load.
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Asks the server, and sends the probe unless the user wants none.</summary>
    /// <returns>The facts, or why the load cannot start.</returns>
    public async Task<(ReadyServer? Ready, StartFailure? Failure, ProbeResult? Probe)> RunAsync(CancellationToken cancel)
    {
        if (!options.Probe && options.Workload.Model is { } named && options.Limits.Wait == TimeSpan.Zero)
            return await CalibratedAsync(ReadyServer.Unasked(named), null, cancel);

        var (ready, failure) = await AskAsync(cancel);
        if (ready is null)
            return (null, failure, null);
        if (!options.Probe)
            return await CalibratedAsync(ready, null, cancel);
        var (probe, refused) = await ProbeAsync(ready, ProbeLimit, cancel);
        cancel.ThrowIfCancellationRequested();
        if (refused is not null)
            return (null, refused, probe);
        return await CalibratedAsync(ready with { Terms = ready.Terms with { Takes = ready.Terms.Takes & ~probe.Refused }, Refused = probe.Refused }, probe, cancel);
    }

    private async Task<(ReadyServer? Ready, StartFailure? Failure, ProbeResult? Probe)> CalibratedAsync(ReadyServer ready, ProbeResult? probe, CancellationToken cancel)
    {
        if (!options.Workload.ExactInput)
            return (ready, null, probe);
        board.IsProbing = true;
        var context = contextOf(walk.Options);
        await using var stop = cancel.Register(context.Active.CancelAll);
        var (scale, failure) = await new Calibration(context, walk.Options, ready.Terms).RunAsync();
        cancel.ThrowIfCancellationRequested();
        return scale is { } found ? (ready with { Terms = ready.Terms with { Scale = found } }, null, probe) : (null, failure, probe);
    }

    /// <summary>Asks the server who it is and which models it has, as long as --wait allows.</summary>
    public async Task<(ReadyServer? Ready, StartFailure? Failure)> AskAsync(CancellationToken cancel)
    {
        var (facts, failure, refused) = await LookUpAsync(cancel);
        var model = options.Workload.Model ?? (facts is { Models.Count: > 0 } ? facts.Models[0] : null);
        // A server without /v1/models can be used all the same when the model is named.
        if (failure is not null && (failure.Status is null || model is null))
            return (null, refused ?? StartFailures.Of(walk.Options, failure));
        return model is null
            ? (null, StartFailures.NoModel(walk.Options.Target))
            : (new ReadyServer(facts, new ServerTerms(model, OfferedTo(facts))), null);
    }

    /// <summary>Sends the probe, to where it is sent on to if need be.</summary>
    /// <param name="ready">Names the model.</param>
    /// <param name="atMost">How long the answer is read once it has begun; null = to its end.</param>
    /// <param name="cancel">Gives up; the probe is then cancelled by us.</param>
    /// <returns>The last request, and why the load cannot start; null when it can.</returns>
    public async Task<(ProbeResult Probe, StartFailure? Failure)> ProbeAsync(ReadyServer ready, TimeSpan? atMost, CancellationToken cancel)
    {
        board.IsProbing = true;
        while (true)
        {
            var context = contextOf(walk.Options);
            await using var stop = cancel.Register(context.Active.CancelAll);
            var probe = await new ProbeRun(context, options.Workload, ready.Terms).RunAsync(atMost);
            probe = probe with { Findings = ProbeFindings.Of(probe, ready.Facts, walk.Options, ready.Terms.Model, MachineFacts.Current()) };
            if (probe.IsUsable)
                return (probe, null);
            if (probe.Record.Error?.Redirect is not { } redirect)
                return (probe, StartFailures.OfProbe(probe.Record, walk.Options, ready.Facts?.Models ?? []));
            if (walk.Follow(redirect) is { } failure)
                return (probe, failure);
        }
    }

    private async Task<(ServerFacts? Facts, DiscoveryFailure? Failure, StartFailure? Refused)> LookUpAsync(CancellationToken cancel)
    {
        while (true)
        {
            using var discovery = new ServerDiscovery(walk.Options.Target, walk.Options.Connection, walk.Options.Timeouts.Connect, board.Reach);
            var (facts, failure) = await discovery.WaitAsync(options.Limits.Wait, text => talk?.Invoke($"waiting  {text}"), control.PauseAsync, cancel);
            if (failure?.Redirect is not { } redirect)
                return (facts, failure, null);
            if (walk.Follow(redirect) is { } refused)
                return (facts, failure, refused);
        }
    }

    // What other servers may refuse goes only to those that are known to have it.
    private static OptionalFields OfferedTo(ServerFacts? facts) =>
        OptionalFields.StreamOptions | OptionalFields.IgnoreEos | (facts?.Name == ServerDiscovery.Vllm ? OptionalFields.CacheSalt : OptionalFields.None);
}
