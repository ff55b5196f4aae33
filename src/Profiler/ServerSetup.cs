using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>Everything before the load: is the server there, which model, and does a request go through.</summary>
internal sealed class ServerSetup(RunOptions options, RunnerContext context, Action<string>? talk)
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

        await using var stop = cancel.Register(context.Active.CancelAll);
        var probe = await new ProbeRun(context, options.Workload, ready.Terms).RunAsync(ProbeLimit);
        cancel.ThrowIfCancellationRequested();
        if (!probe.IsUsable)
            return (null, StartFailures.OfProbe(probe.Record, options.Workload, ready.Facts?.Models ?? []), probe);
        return await CalibratedAsync(ready with { Terms = ready.Terms with { Takes = ready.Terms.Takes & ~probe.Refused }, Refused = probe.Refused }, probe, cancel);
    }

    private async Task<(ReadyServer? Ready, StartFailure? Failure, ProbeResult? Probe)> CalibratedAsync(ReadyServer ready, ProbeResult? probe, CancellationToken cancel)
    {
        if (!options.Workload.ExactInput)
            return (ready, null, probe);
        await using var stop = cancel.Register(context.Active.CancelAll);
        var (scale, failure) = await new Calibration(context, options.Workload, ready.Terms).RunAsync();
        cancel.ThrowIfCancellationRequested();
        return scale is { } found ? (ready with { Terms = ready.Terms with { Scale = found } }, null, probe) : (null, failure, probe);
    }

    /// <summary>Asks the server who it is and which models it has, as long as --wait allows.</summary>
    public async Task<(ReadyServer? Ready, StartFailure? Failure)> AskAsync(CancellationToken cancel)
    {
        using var discovery = new ServerDiscovery(options.Target, options.Connection);
        var (facts, failure) = await discovery.WaitAsync(options.Limits.Wait, text => talk?.Invoke($"waiting  {text}"), cancel);
        var model = options.Workload.Model ?? (facts is { Models.Count: > 0 } ? facts.Models[0] : null);
        // A server without /v1/models can be used all the same when the model is named.
        if (failure is not null && (failure.Status is null || model is null))
            return (null, StartFailures.Of(options.Target, failure));
        return model is null
            ? (null, StartFailures.NoModel(options.Target))
            : (new ReadyServer(facts, new ServerTerms(model, OfferedTo(facts))), null);
    }

    // What other servers may refuse goes only to those that are known to have it.
    private static OptionalFields OfferedTo(ServerFacts? facts) =>
        OptionalFields.StreamOptions | OptionalFields.IgnoreEos | (facts?.Name == ServerDiscovery.Vllm ? OptionalFields.CacheSalt : OptionalFields.None);
}
