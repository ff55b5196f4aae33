using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Load;

/// <summary>Sends at planned instants from one pacer thread, whatever the server does; a cap holds requests back in order.</summary>
/// <remarks>The queue behind the cap is shared by the pacer and the threads that end requests, under a short lock.</remarks>
internal sealed class OpenLoop(LoadEngine engine, MeasuredWindow window, RunOptions options, Warmup warmup)
{
    // The pacer looks up this often, so that a drain is noticed at once even with an hour between two sends.
    private static readonly long LookUpTicks = Ticks.FromMs(5);

    // A pacer this far behind at the end of the window has lost the plan; sending the rest would only stretch the run.
    private static readonly long LateTicks = Ticks.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<(Claim Claim, long DueTicks)> _held = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private bool _paced;

    public Task RunAsync()
    {
        var pacer = new Thread(PacerLoop) { IsBackground = true, Name = "pacer", Priority = ThreadPriority.AboveNormal };
        pacer.Start();
        return _over.Task;
    }

    private void PacerLoop()
    {
        try
        {
            PreciseSleep.PrepareThread();
            // Warm-up and measured requests have plans of their own, so that the measured one is whole whatever came before.
            var rate = options.Load.RatePerSecond;
            var warmupSeconds = warmup.AtMost.TotalSeconds;
            var warmupPlan = new ArrivalSchedule(options.Load, options.Workload.Seed ^ 1, (long)Math.Round(rate * warmupSeconds));
            var measured = options.Limits.Requests ?? (long)Math.Round(rate * options.Limits.Duration!.Value.TotalSeconds);
            var measuredPlan = new ArrivalSchedule(options.Load, options.Workload.Seed, measured);
            var measuredStart = window.StartTicks + Ticks.From(warmup.AtMost);

            for (long k = 0; warmupPlan.DueSeconds(k) < warmupSeconds; k++)
            {
                if (!Send(window.StartTicks + Ticks.FromSeconds(warmupPlan.DueSeconds(k))))
                    return;
            }
            for (long k = 0; ; k++)
            {
                var dueTicks = measuredStart + Ticks.FromSeconds(measuredPlan.DueSeconds(k));
                if (IsTooLate(dueTicks))
                    engine.Counts.OnDue(warmup: false);
                else if (!Send(dueTicks))
                    return;
            }
        }
        finally
        {
            PacerDone();
        }
    }

    private bool IsTooLate(long dueTicks) =>
        dueTicks < window.MeasuredToTicks && window.MeasuredToTicks != long.MaxValue && Ticks.Now > window.MeasuredToTicks + LateTicks;

    private bool Send(long dueTicks)
    {
        for (var now = Ticks.Now; now < dueTicks && !window.SendsOver; now = Ticks.Now)
            PreciseSleep.Until(Math.Min(dueTicks, now + LookUpTicks));
        if (!window.TryClaim(dueTicks, out var claim))
            return false;
        engine.Counts.OnDue(claim.Warmup);
        lock (_gate)
        {
            if (_inFlight >= (options.Load.MaxConcurrency ?? int.MaxValue))
            {
                _held.Enqueue((claim, dueTicks));
                engine.Counts.OnHeld(1);
                return true;
            }
            _inFlight++;
        }
        _ = RunChainAsync(claim, dueTicks, dueTicks);
        return true;
    }

    // One request, then those that waited for its place.
    private async Task RunChainAsync(Claim claim, long dueTicks, long freeTicks)
    {
        while (true)
        {
            try
            {
                await engine.RunRequestAsync(claim, dueTicks, freeTicks);
            }
            catch (Exception e)
            {
                // A bug, not an outcome: the run must end with it instead of waiting for this request for ever.
                _over.TrySetException(e);
                return;
            }
            lock (_gate)
            {
                AbandonHeldIfOver();
                if (!_held.TryDequeue(out var next))
                {
                    _inFlight--;
                    FinishIfOver();
                    return;
                }
                (claim, dueTicks) = next;
                engine.Counts.OnHeld(-1);
            }
            freeTicks = Ticks.Now;
        }
    }

    private void PacerDone()
    {
        lock (_gate)
        {
            _paced = true;
            AbandonHeldIfOver();
            FinishIfOver();
        }
    }

    // A run limited by count sends what it holds however long it takes; one limited by time does not.
    private void AbandonHeldIfOver()
    {
        if (!window.SendsOver || (options.Limits.Requests is not null && !window.ClosedEarly))
            return;
        while (_held.TryDequeue(out var held))
        {
            engine.Counts.OnHeld(-1);
            engine.Counts.OnHeldToTheEnd(held.Claim.Warmup);
        }
    }

    private void FinishIfOver()
    {
        if (_paced && _inFlight == 0)
            _over.TrySetResult();
    }
}
