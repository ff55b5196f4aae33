using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Load;

/// <summary>A fixed number of requests in flight: each chain sends its next request when its last one has ended.</summary>
internal sealed class ClosedLoop(LoadEngine engine, MeasuredWindow window)
{
    public Task RunAsync(int concurrency)
    {
        var chains = new Task[concurrency];
        for (var i = 0; i < concurrency; i++)
            chains[i] = ChainLoopAsync();
        return Task.WhenAll(chains);
    }

    private async Task ChainLoopAsync()
    {
        while (true)
        {
            var now = Ticks.Now;
            if (!window.TryClaim(now, out var claim))
                return;
            engine.Counts.OnDue(claim.Warmup);
            try
            {
                await engine.RunRequestAsync(claim, now, now);
            }
            catch
            {
                // A bug, not an outcome: the run ends with it instead of going on with one request fewer in flight.
                window.Close(Ticks.Now);
                throw;
            }
        }
    }
}
